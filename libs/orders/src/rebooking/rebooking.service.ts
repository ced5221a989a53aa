import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { NotFoundError } from '#libs/kernel';
import { REGION_ZONE, slotText, slotTime } from '#libs/pickup';
import { currentShopId, Tenancy } from '#libs/tenancy';
import type { OrderActor } from '../order-details.js';
import { OrderLife } from '../order-life.service.js';
import { type LockedOrder, OrderMoves } from '../order-moves.service.js';
import { OrderNews } from '../order-news.js';
import { isFinal } from '../order-status.js';
import { MoveNotAllowedError, SlotFullError } from '../orders.errors.js';
import { ProposalsError, SlotNotProposedError } from './rebooking.errors.js';
import { PROPOSED_SQL } from './rebooking-sql.js';
import { SlotOffers } from './slot-offers.js';

const MOST = 3;

/** Another slot for an order that stands. Each verb is one transaction and answers the order's id. */
@Injectable()
export class Rebooking {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly moves: OrderMoves,
    private readonly life: OrderLife,
    private readonly offers: SlotOffers,
    private readonly news: OrderNews,
  ) {}

  /** By the merchant. The customer is told and chooses; until then the order keeps its slot. @throws ProposalsError, MoveNotAllowedError */
  async propose(orderId: string, slotIds: string[], actor: OrderActor): Promise<string> {
    return this.tenancy.shopTransaction(async (tx) => {
      const order = await this.moves.lock(tx, orderId);
      refuseFinal(order);
      const { slots } = await this.offers.planOf(tx, order);
      const wanted = [...new Set(slotIds)];
      const found = slots.filter((slot) => wanted.includes(slot.id) && slot.remaining > 0);
      if (found.length === 0 || found.length > MOST || found.length < wanted.length) throw new ProposalsError();
      await this.offers.write(tx, orderId, found);
      const comment = found
        .map((slot) => slotText(slot))
        .join(' ; ')
        .slice(0, 500);
      await this.moves.note(tx, order, { to: order.status, actor, reason: 'slot_proposed', comment });
      await this.news.mail(tx, orderId, 'slot_proposed', found.map(({ id }) => id).join('+'));
      return orderId;
    });
  }

  /**
   * By the customer, one of the proposed slots. SlotNotProposedError 409; SlotFullError 409 when somebody took its last place:
   * other slots are proposed then.
   */
  async take(token: string, slotId: string): Promise<string> {
    try {
      return await this.tenancy.shopTransaction((tx) => this.takeIn(tx, token, slotId));
    } catch (error) {
      if (error instanceof SlotFullError) await this.renew(token);
      throw error;
    }
  }

  private async takeIn(tx: EntityManager, token: string, slotId: string): Promise<string> {
    const order = await this.moves.lockByToken(tx, token);
    if (!order) throw new NotFoundError();
    const before = slotTime(order.slot_starts_at.getTime(), order.slot_ends_at.getTime(), REGION_ZONE);
    refuseFinal(order);
    const orderId = order.order_id;
    if (before.id === slotId) return orderId;
    const rows = await tx.query<{ starts_at: Date; ends_at: Date }[]>(PROPOSED_SQL, [currentShopId(), orderId]);
    const proposed = rows.map((row) => slotTime(row.starts_at.getTime(), row.ends_at.getTime(), REGION_ZONE).id);
    if (!proposed.includes(slotId)) throw new SlotNotProposedError();
    const slot = await this.offers.move(tx, order, slotId);
    const comment = `${slotText(before)} → ${slotText(slot)}`;
    await this.moves.note(tx, order, { to: order.status, actor: 'customer', reason: 'slot_moved', comment });
    await this.news.mail(tx, orderId, 'slot_moved', slot.id);
    await this.news.mail(tx, orderId, 'shop_slot_moved', slot.id);
    const moved = { ...order, slot_starts_at: new Date(slot.start), slot_ends_at: new Date(slot.end) };
    if (order.status === 'ready') await this.life.waitForCustomer(tx, moved);
    return orderId;
  }

  private async renew(token: string): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      const order = await this.moves.lockByToken(tx, token);
      if (order && !isFinal(order.status)) await this.offers.offer(tx, order);
    });
  }
}

function refuseFinal({ status }: LockedOrder): void {
  if (isFinal(status)) throw new MoveNotAllowedError({ from: status, to: status });
}

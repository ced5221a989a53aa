import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '#libs/kernel';
import { type OpeningCalendar, PickupSlots, slotText } from '#libs/pickup';
import { type JobHandler, type JobPayload, SubscribesTo } from '#libs/platform';
import { asShop, currentShopId, Tenancy } from '#libs/tenancy';
import { OrderMoves } from '../order-moves.service.js';
import { OrderNews } from '../order-news.js';
import { isFinal } from '../order-status.js';
import { PENDING_SQL, SHOPS_WITH_PENDING_SQL } from './rebooking-sql.js';
import { SlotOffers } from './slot-offers.js';

interface Change extends JobPayload {
  shopIds?: string[];
}

interface Pending {
  order_id: string;
  slot_starts_at: Date;
  slot_ends_at: Date;
  slot_lost_at: Date | null;
}

/**
 * After the hours of a shop changed, by its merchant or by a closure order: an order whose slot is no longer within them is never lost. Its
 * customer is offered other slots, the merchant sees it in a list, and when the hours come back before a choice, so does the slot.
 */
@SubscribesTo({ types: ['shop.changed', 'shop.availability_changed'], task: 'orders.lost_slots' })
@Injectable()
export class LostSlots implements JobHandler<Change> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly pickup: PickupSlots,
    private readonly moves: OrderMoves,
    private readonly offers: SlotOffers,
    private readonly news: OrderNews,
  ) {}

  async handle({ shopId, shopIds = [] }: Change): Promise<void> {
    if (shopId !== null) return this.check();
    const rows = await this.tenancy.regionTransaction((tx) =>
      tx.query<{ shop_id: string }[]>(SHOPS_WITH_PENDING_SQL, [shopIds, Clock.now().toString()]),
    );
    for (const row of rows) await asShop(row.shop_id, () => this.check());
  }

  /** Of the current shop; asked twice, it does nothing the second time. */
  private async check(): Promise<void> {
    const pending = await this.tenancy.shopRead<Pending>(PENDING_SQL, [currentShopId(), Clock.now().toString()]);
    if (pending.length === 0) return;
    const { calendar } = await this.pickup.plan();
    const changed = pending.filter((order) => isLost(order, calendar) !== (order.slot_lost_at !== null));
    for (const { order_id: orderId } of changed) {
      await this.tenancy.shopTransaction((tx) => this.tell(tx, orderId, calendar));
    }
  }

  private async tell(tx: EntityManager, orderId: string, calendar: OpeningCalendar): Promise<void> {
    const order = await this.moves.lock(tx, orderId);
    const lost = isLost(order, calendar);
    if (isFinal(order.status) || lost === (order.slot_lost_at !== null)) return;
    const now = Clock.now().toString();
    await tx.query('update shop_order set slot_lost_at = $3::timestamptz where shop_id = $1 and order_id = $2', [
      currentShopId(),
      orderId,
      lost ? now : null,
    ]);
    const offered = lost ? await this.offers.offer(tx, order) : [];
    const comment = offered.map((slot) => slotText(slot)).join(' ; ') || null;
    const reason = lost ? 'slot_lost' : 'slot_back';
    if (!lost)
      await tx.query('delete from slot_proposal where shop_id = $1 and order_id = $2', [currentShopId(), orderId]);
    await this.moves.note(tx, order, { to: order.status, actor: 'system', reason, comment });
    await this.news.mail(tx, orderId, reason, now);
    if (lost) await this.news.mail(tx, orderId, 'shop_slot_lost', now);
  }
}

const isLost = (order: Pick<Pending, 'slot_starts_at' | 'slot_ends_at'>, calendar: OpeningCalendar): boolean =>
  !calendar.covers(order.slot_starts_at.getTime(), order.slot_ends_at.getTime());

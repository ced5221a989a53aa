import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type PickupPlan, PickupSlots, type Slot } from '#libs/pickup';
import { currentShopId } from '#libs/tenancy';
import type { LockedOrder } from '../order-moves.service.js';
import { OrderNews } from '../order-news.js';
import { SlotFullError } from '../orders.errors.js';
import { MOVE_SLOT_SQL, PROPOSE_SQL, VARIANTS_SQL } from './rebooking-sql.js';

/** How many slots a customer whose slot closed is offered. */
const OFFERED = 2;

/** Slots that a locked order may move to. */
@Injectable()
export class SlotOffers {
  constructor(
    private readonly pickup: PickupSlots,
    private readonly news: OrderNews,
  ) {}

  /** The next slots with room, in place of what was proposed; they are answered. */
  async offer(tx: EntityManager, order: LockedOrder): Promise<Slot[]> {
    const { slots } = await this.planOf(tx, order);
    const isOther = (slot: Slot): boolean => Date.parse(slot.start) !== order.slot_starts_at.getTime();
    const found = slots.filter((slot) => slot.remaining > 0 && isOther(slot)).slice(0, OFFERED);
    await this.write(tx, order.order_id, found);
    return found;
  }

  /** In place of what was proposed before. */
  async write(tx: EntityManager, orderId: string, slots: Slot[]): Promise<void> {
    const [starts, ends] = [slots.map(({ start }) => start), slots.map(({ end }) => end)];
    await tx.query(PROPOSE_SQL, [currentShopId(), orderId, starts, ends]);
  }

  /** Slots for what the order still holds. */
  async planOf(tx: EntityManager, { order_id: orderId, pieces }: LockedOrder): Promise<PickupPlan> {
    const lines = await tx.query<{ variant_id: string }[]>(VARIANTS_SQL, [currentShopId(), orderId]);
    return this.pickup.plan({ variantIds: lines.map((line) => line.variant_id), items: pieces });
  }

  /** Takes the new slot, then gives the old one back. @throws SlotFullError when there is no place in it */
  async move(tx: EntityManager, order: LockedOrder, slotId: string): Promise<Slot> {
    const plan = await this.planOf(tx, order);
    const slot = plan.slots.find(({ id, remaining }) => id === slotId && remaining > 0);
    if (!slot) throw new SlotFullError();
    const { start: startsAt, end: endsAt, capacity } = slot;
    const { maxItems } = plan.settings;
    const isFull = await this.pickup.book(tx, { startsAt, endsAt, capacity, maxItems, items: order.pieces });
    if (isFull === null) throw new SlotFullError();
    await tx.query(MOVE_SLOT_SQL, [currentShopId(), order.order_id, startsAt, endsAt]);
    await this.write(tx, order.order_id, []);
    const wasFull = await this.pickup.release(tx, order.slot_starts_at.toISOString(), order.pieces);
    if (isFull || wasFull) await this.news.availabilityChanged(tx);
    return slot;
  }
}

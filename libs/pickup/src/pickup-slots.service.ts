import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock, NotFoundError } from '#libs/kernel';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { PICKUP_SQL, type PickupPlan, pickupPlan, type PickupRow } from './pickup-plan.js';
import type { Slot } from './slot.js';

/** What is to be collected. `days` counts open days, at most the shop's horizon; `items` are pieces (default 1). */
export interface SlotQuery {
  days?: number;
  variantIds?: string[];
  items?: number;
}

/** One order's place in a slot (ISO instants); `maxItems` null: no limit of pieces. */
export interface Booking {
  startsAt: string;
  endsAt: string;
  capacity: number;
  maxItems: number | null;
  items: number;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Pickup slots of the current shop. */
@Injectable()
export class PickupSlots {
  constructor(private readonly tenancy: Tenancy) {}

  /**
   * Slots to come, full ones included (`remaining` 0), in order of time; none while the shop takes no orders. Unknown
   * variants have no effect. One statement. NotFoundError without a shop.
   */
  async upcoming(query: SlotQuery = {}): Promise<Slot[]> {
    return (await this.plan(query)).slots;
  }

  /** The first slot that still has room, or null. */
  async first(query: SlotQuery = {}): Promise<Slot | null> {
    return (await this.upcoming(query)).find((slot) => slot.remaining > 0) ?? null;
  }

  /** Slots, settings and opening hours together. One statement. NotFoundError without a shop. */
  async plan(query: SlotQuery = {}): Promise<PickupPlan> {
    const now = Clock.now();
    const variantIds = (query.variantIds ?? []).filter((id) => UUID.test(id));
    const [row] = await this.tenancy.shopRead<PickupRow>(PICKUP_SQL, [currentShopId(), variantIds, now.toString()]);
    if (!row) throw new NotFoundError();
    return pickupPlan(row, query, now);
  }

  /** Takes a place; null when there is none, else whether it was the last one. Check and write are one statement. */
  async book(tx: EntityManager, booking: Booking): Promise<boolean | null> {
    const { startsAt, endsAt, capacity, maxItems, items } = booking;
    const [row] = await tx.query<{ is_full: boolean }[]>(BOOK_SQL, [
      currentShopId(),
      startsAt,
      endsAt,
      capacity,
      items,
      maxItems,
    ]);
    return row?.is_full ?? null;
  }

  /** Gives a place back; whether the slot was full before. */
  async release(tx: EntityManager, startsAt: string, items: number): Promise<boolean> {
    const [row] = await tx.query<{ was_full: boolean }[]>(
      `with released as (
         update pickup_slot set booked = booked - 1, items = greatest(items - $3::int, 0)
         where shop_id = $1 and starts_at = $2::timestamptz and booked > 0
         returning booked + 1 >= capacity or items + $3::int >=
           (select s.slot_max_items from shop s where s.shop_id = $1) as was_full)
       select was_full from released`,
      [currentShopId(), startsAt, items],
    );
    return row?.was_full ?? false;
  }
}

const BOOK_SQL = `
  insert into pickup_slot as slot (shop_id, starts_at, ends_at, capacity, booked, items)
  select $1::uuid, $2::timestamptz, $3::timestamptz, $4::int, 1, $5::int
  where $4 >= 1 and ($6::int is null or $5 <= $6)
  on conflict (shop_id, starts_at) do update
    set booked = slot.booked + 1, items = slot.items + excluded.items,
      capacity = excluded.capacity, ends_at = excluded.ends_at
    where slot.booked < excluded.capacity and ($6::int is null or slot.items + excluded.items <= $6)
  returning booked >= $4 or ($6::int is not null and items >= $6) as is_full`;

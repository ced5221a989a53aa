import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Tenancy } from '#libs/tenancy';
import type { Slot } from './slot.js';

/** What is to be collected. `days` counts open days, at most the shop's horizon; `items` are pieces (default 1). */
export interface SlotQuery {
  days?: number;
  variantIds?: string[];
  items?: number;
}

/** One order's place in a slot; `maxItems` null: no limit of pieces. */
export interface Booking {
  startsAt: string;
  endsAt: string;
  capacity: number;
  maxItems: number | null;
  items: number;
}

/** Pickup slots of the current shop. */
@Injectable()
export class PickupSlots {
  constructor(private readonly tenancy: Tenancy) {}

  /** Slots to come, full ones included (`remaining` 0), in order of time. One statement. NotFoundError without a shop. */
  async upcoming(_query: SlotQuery = {}): Promise<Slot[]> {
    return this.tenancy.shopRead('select 1 where false');
  }

  /** The first slot that still has room, or null. */
  async first(query: SlotQuery = {}): Promise<Slot | null> {
    return (await this.upcoming(query)).find((slot) => slot.remaining > 0) ?? null;
  }

  /** Takes a place; false when the slot is full. Check and write are one statement. */
  async book(_tx: EntityManager, _booking: Booking): Promise<boolean> {
    return false;
  }

  /** Gives a place back. */
  async release(_tx: EntityManager, _startsAt: string, _items: number): Promise<void> {}
}

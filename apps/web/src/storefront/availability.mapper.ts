import type { Temporal } from 'temporal-polyfill';
import { collectableText, type PickupPlan, type Slot } from '#libs/pickup';
import { atPlace, type Availability } from '#libs/themes';
import { say, sayPlural } from './sentences.js';

const FEW = 3;

/** The first slot with room for a product of this lead time (null: the shop's own); made once per lead time. */
export class FirstSlots {
  private readonly known = new Map<number | null, Slot | null>();

  constructor(
    private readonly plan: PickupPlan,
    readonly now: Temporal.Instant,
  ) {}

  of(leadMinutes: number | null): Slot | null {
    const known = this.known.get(leadMinutes);
    if (known !== undefined) return known;
    const slot = this.plan.firstFree(leadMinutes);
    this.known.set(leadMinutes, slot);
    return slot;
  }
}

interface Stock {
  /** Pieces on hand; null when it is made on order. */
  available: number | null;
  leadMinutes: number | null;
}

/** « À retirer aujourd’hui dès 17 h », from the real slots; « Épuisé » before everything. */
export function availabilityOf({ available, leadMinutes }: Stock, slots: FirstSlots): Availability {
  if (available === 0) return { label: say('stock.sold_out'), state: 'soldout' };
  const slot = slots.of(leadMinutes);
  const label = slot ? collectableText(slot, slots.now) : say('stock.at_the_shop');
  if (available === null) return { label: slot ? label : say('stock.on_order'), state: 'on_order' };
  return { label, state: available <= FEW ? 'low' : 'available' };
}

/** « À retirer aujourd’hui dès 17 h, à Loches ». */
export const collectableAt = ({ label, state }: Availability, commune: string): string =>
  state === 'soldout' ? label : `${label}, ${atPlace(commune)}`;

/** « En stock », « Plus que 2 », « Pièce unique », « Sur commande », « Épuisé ». */
export function stockLabel(variant: { stock: string; on_hand: number }): string {
  if (variant.stock === 'untracked') return say('stock.on_order');
  if (variant.on_hand === 0) return say('stock.sold_out');
  if (variant.stock === 'single') return say('stock.single');
  return variant.on_hand <= FEW ? sayPlural('stock.few', variant.on_hand) : say('stock.in_stock');
}

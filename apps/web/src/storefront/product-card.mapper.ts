import type { ProductCard } from '#libs/themes';
import { availabilityOf, FirstSlots } from './availability.mapper.js';
import { photoOrNull } from './photo.mapper.js';
import type { ShopPage } from './shop-pages.service.js';
import type { CardRow } from './shop-row.js';

/** Cards of a list; slots are worked out once per lead time. */
export function cardsOf({ row, plan, now }: ShopPage, cards: CardRow[]): ProductCard[] {
  const slots = new FirstSlots(plan, now);
  return cards.map((card) => ({
    id: card.product_id,
    handle: card.handle,
    name: card.name,
    url: `/produits/${card.handle}`,
    price: card.lowest_cents,
    fromPrice: card.highest_cents > card.lowest_cents,
    compareAt: crossedOut(card.compare_at_cents, card.lowest_cents),
    photo: photoOrNull(row.shop.shop_id, card.photo),
    availability: availabilityOf({ available: card.available, leadMinutes: card.lead_minutes }, slots),
  }));
}

/** A price before that is not higher says nothing. */
export const crossedOut = (before: number | null, price: number): number | null =>
  before !== null && before > price ? before : null;

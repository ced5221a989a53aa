import { Clock, formatCents } from '#libs/kernel';
import { collectableText } from '#libs/pickup';
import { publicOrigin, type Settings } from '#libs/platform';
import { placeOf, type Shelf, type ShelfVariant } from '#libs/rounds';
import type { BasketLine, Notice } from '#libs/themes';
import { say, sayPlural } from './basket-sentences.js';
import type { ShopBasket } from './baskets-cookie.js';
import { photoView } from './cards.mapper.js';

/** A line with what can really be ordered of it: `quantity` is 0 when nothing is left. `seenCents` is the price shown before. */
export interface CheckedLine {
  variant: ShelfVariant;
  wanted: number;
  quantity: number;
  seenCents: number;
}

/** A shop's basket against its shelves. `gone`: products that are sold no longer. */
export interface CheckedBasket {
  shelf: Shelf;
  lines: CheckedLine[];
  gone: number;
}

/** Baskets in their order; a shop that is no longer there is left out. */
export function checkedBaskets(baskets: ShopBasket[], shelves: Shelf[]): CheckedBasket[] {
  const byId = new Map(shelves.map((shelf) => [shelf.shopId, shelf]));
  return baskets.flatMap(({ shopId, items }) => {
    const shelf = byId.get(shopId);
    if (!shelf) return [];
    const known = new Map(shelf.variants.map((variant) => [variant.variantId, variant]));
    const lines = items.flatMap(({ variantId, quantity, cents }) => {
      const variant = known.get(variantId);
      return variant
        ? [{ variant, wanted: quantity, quantity: Math.min(quantity, variant.most), seenCents: cents }]
        : [];
    });
    return [{ shelf, lines, gone: items.length - lines.length }];
  });
}

/** What is kept of the baskets: what is still sold, at today's prices. */
export const keptBaskets = (checked: CheckedBasket[]): ShopBasket[] =>
  checked.map(({ shelf, lines }) => ({
    shopId: shelf.shopId,
    items: lines.map(({ variant, wanted }) => ({
      variantId: variant.variantId,
      quantity: wanted,
      cents: variant.cents,
    })),
  }));

/** What of them can be ordered now. */
export const orderableBaskets = (checked: CheckedBasket[]): ShopBasket[] =>
  checked
    .filter(({ shelf }) => shelf.isOpen)
    .map(({ shelf, lines }) => ({
      shopId: shelf.shopId,
      items: lines
        .filter(({ quantity }) => quantity > 0)
        .map(({ variant, quantity }) => ({ variantId: variant.variantId, quantity, cents: variant.cents })),
    }))
    .filter(({ items }) => items.length > 0);

export const totalOf = ({ lines }: Pick<CheckedBasket, 'lines'>): number =>
  lines.reduce((sum, { variant, quantity }) => sum + variant.cents * quantity, 0);

export const variantLabel = (options: string[]): string | null => options.filter(Boolean).join(', ') || null;

/** « 12 rue Balzac, 37600 Loches ». */
export function basketsView(checked: CheckedBasket[], settings: Settings) {
  const canCheckout = orderableBaskets(checked).length > 0;
  return {
    title: say('baskets.title'),
    noindex: true,
    showsOrders: true,
    lead: sayPlural('baskets.lead', checked.length),
    shops: checked.map((basket) => shopView(basket, settings)),
    total: checked.reduce((sum, basket) => sum + totalOf(basket), 0),
    canCheckout,
  };
}

function shopView(basket: CheckedBasket, settings: Settings) {
  const { shelf, lines } = basket;
  const url = publicOrigin(settings, shelf.slug);
  const slot = shelf.slots.find(({ remaining }) => remaining > 0);
  return {
    slug: shelf.slug,
    name: shelf.name,
    url,
    place: placeOf(shelf),
    notices: noticesOf(basket, slot !== undefined),
    lines: lines.map((line) => lineView(line, url)),
    subtotal: totalOf(basket),
    nextPickup: shelf.isOpen && slot ? collectableText(slot, Clock.now()) : null,
  };
}

function noticesOf({ shelf, gone }: CheckedBasket, hasSlot: boolean): Notice[] {
  const warning = (text: string): Notice => ({ tone: 'warning', text });
  return [
    ...(gone > 0 ? [warning(sayPlural('baskets.gone', gone))] : []),
    ...(shelf.isOpen ? [] : [warning(say('baskets.not_open'))]),
    ...(shelf.isOpen && !hasSlot ? [warning(say('baskets.no_slot'))] : []),
  ];
}

function lineView(line: CheckedLine, shopUrl: string): BasketLine {
  const { variant, quantity } = line;
  return {
    variantId: variant.variantId,
    name: variant.name,
    variantLabel: variantLabel(variant.options),
    url: `${shopUrl}/produits/${variant.handle}`,
    photo: photoView(variant.photo),
    quantity,
    maxQuantity: variant.most,
    unitPrice: variant.cents,
    total: variant.cents * quantity,
    updateUrl: `/panier/${variant.variantId}`,
    notice: lineNotice(line),
  };
}

export function lineNotice({ variant, wanted, quantity, seenCents }: CheckedLine): string | null {
  if (quantity === 0) return say('baskets.sold_out');
  if (quantity < wanted) return say('baskets.less', { count: quantity });
  if (variant.cents === seenCents) return null;
  return say('baskets.price_changed', { before: formatCents(seenCents), now: formatCents(variant.cents) });
}

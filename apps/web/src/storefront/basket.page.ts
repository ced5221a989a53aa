import type { BasketLine, BasketView, Notice } from '#libs/themes';
import { collectableText, pickupPlan, type Slot } from '#libs/pickup';
import type { BasketItem } from './basket-cookie.js';
import { photoOrNull } from './photo.mapper.js';
import { maxQuantity, variantLabel } from './product/product.page.js';
import { say, sayPlural } from './sentences.js';
import type { ShopPage } from './shop-pages.service.js';
import { BASKET, type PhotoRow, type VariantRow } from './shop-row.js';

/** A variant in the basket, as it is sold now. */
export interface BasketRow extends VariantRow {
  name: string;
  handle: string;
  perishable: boolean;
  withdrawal_exclusion: string | null;
  photo: PhotoRow | null;
}

export interface BasketColumns {
  basket: BasketRow[];
}

export const BASKET_COLUMNS = { basket: BASKET };

/** A line with what can really be ordered of it: `quantity` is 0 when nothing is left. */
export interface CheckedLine {
  row: BasketRow;
  wanted: number;
  quantity: number;
}

/** The basket against the shelves: lines in their order, and how many products are no longer sold. */
export function checkedBasket(items: BasketItem[], rows: BasketRow[]): { lines: CheckedLine[]; gone: number } {
  const known = new Map(rows.map((row) => [row.variant_id, row]));
  const lines = items.flatMap(({ variantId, quantity }) => {
    const row = known.get(variantId);
    return row ? [{ row, wanted: quantity, quantity: Math.min(quantity, maxQuantity(row)) }] : [];
  });
  return { lines, gone: items.length - lines.length };
}

/** What of the basket can be ordered. */
export const orderable = (lines: CheckedLine[]): BasketItem[] =>
  lines.filter(({ quantity }) => quantity > 0).map(({ row, quantity }) => ({ variantId: row.variant_id, quantity }));

export const totalOf = (lines: CheckedLine[]): number =>
  lines.reduce((sum, { row, quantity }) => sum + row.price_cents * quantity, 0);

/** Slots for these items, with the lead times of their products. */
export function slotsFor({ row, now }: ShopPage, items: BasketItem[]): Slot[] {
  return pickupPlan(row.pickup, { items: items.reduce((sum, { quantity }) => sum + quantity, 0) }, now).slots;
}

export function basketView(page: ShopPage<BasketColumns>, items: BasketItem[]): BasketView {
  const { lines, gone } = checkedBasket(items, page.row.basket);
  const wanted = orderable(lines);
  const slot = slotsFor(page, wanted).find(({ remaining }) => remaining > 0);
  const isOpen = page.plan.isOpen;
  return {
    ...page.view({ title: say('basket.title'), path: '/panier', isIndexable: false }),
    lines: lines.map((line) => lineView(page.row.shop.shop_id, line)),
    notices: noticesOf({ gone, isOpen, hasSlot: slot !== undefined, isEmpty: wanted.length === 0 }),
    total: totalOf(lines),
    totalHint: say('basket.hint'),
    canCheckout: isOpen && wanted.length > 0 && slot !== undefined,
    checkoutUrl: '/commande',
    continueUrl: '/produits',
    groupUrl: isOpen && wanted.length > 0 ? '/panier/regroupement' : null,
    nextPickup: slot && wanted.length > 0 ? collectableText(slot, page.now) : null,
  };
}

function lineView(shopId: string, { row, wanted, quantity }: CheckedLine): BasketLine {
  return {
    variantId: row.variant_id,
    name: row.name,
    variantLabel: variantLabel(row.options) || null,
    url: `/produits/${row.handle}`,
    photo: photoOrNull(shopId, row.photo),
    quantity,
    maxQuantity: maxQuantity(row),
    unitPrice: row.price_cents,
    total: row.price_cents * quantity,
    updateUrl: `/panier/${row.variant_id}`,
    notice: quantity === 0 ? say('basket.sold_out') : quantity < wanted ? sayPlural('basket.less', quantity) : null,
  };
}

interface BasketFacts {
  gone: number;
  isOpen: boolean;
  hasSlot: boolean;
  isEmpty: boolean;
}

function noticesOf({ gone, isOpen, hasSlot, isEmpty }: BasketFacts): Notice[] {
  const notices: Notice[] = [];
  if (gone > 0) notices.push({ tone: 'warning', text: sayPlural('basket.gone', gone) });
  if (!isOpen) notices.push({ tone: 'warning', text: say('basket.not_open') });
  else if (!hasSlot && !isEmpty) notices.push({ tone: 'warning', text: say('basket.no_slot') });
  return notices;
}

import { Temporal } from 'temporal-polyfill';
import { Clock, isEan } from '#libs/kernel';
import { mediaKey } from '#libs/platform';
import { plainWords } from '../readers/plain-words.js';
import type { SellingShop, SoldItem } from './sold-items.service.js';

/** Attributes of Google Merchant's product data specification with their values, in order; what is empty is left out. */
export type Attributes = [name: string, value: string][];

const TITLE_MOST = 150;
const TEXT_MOST = 5000;
const WIDEST = 960;
const ZONE = 'Europe/Paris';

const euros = (cents: number): string => `${(cents / 100).toFixed(2)} EUR`;

const said = (given: [string, string | null | undefined][]): Attributes =>
  given.flatMap(([name, value]) => (value ? [[name, value] as [string, string]] : []));

/** A product of a shop whose pages begin with `origin`; null without a photo, which the specification asks for. */
export function productAttributes(shop: SellingShop, item: SoldItem, origin: string): Attributes | null {
  if (!item.photo) return null;
  const isOne = item.variants === 1;
  const address = `${origin}/produits/${item.handle}`;
  const code = item.ean && isEan(item.ean) ? item.ean : null;
  const picture = mediaKey(shop.shopId, item.photo.photoId, Math.min(WIDEST, item.photo.width), 'jpeg');
  return said([
    ['id', item.variantId],
    ['title', [item.name, ...(isOne ? [] : item.options)].join(', ').slice(0, TITLE_MOST)],
    ['description', plainWords(item.descriptionHtml, TEXT_MOST) ?? item.name],
    ['link', isOne ? address : `${address}?variante=${item.variantId}`],
    ['image_link', `${origin}/media/${picture}`],
    ['availability', isInStock(item) ? 'in_stock' : 'out_of_stock'],
    ['price', euros(item.priceCents)],
    ['condition', shop.trade === 'occasion' ? 'used' : 'new'],
    ['brand', item.brand],
    ['gtin', code],
    ['identifier_exists', code ? null : 'no'],
    ['item_group_id', isOne ? null : item.productId],
    ['product_type', item.category],
    ['store_code', shop.slug],
  ]);
}

/** What one shop has on its shelves, by the local inventory specification: its shop, and when it can be collected. */
export function inventoryAttributes(shop: SellingShop, item: SoldItem): Attributes {
  const isThere = isInStock(item);
  return said([
    ['store_code', shop.slug],
    ['id', item.variantId],
    ['quantity', item.onHand === null ? null : String(isThere ? item.onHand : 0)],
    ['price', euros(item.priceCents)],
    ['availability', isThere ? 'in_stock' : 'out_of_stock'],
    ['pickup_method', isThere ? 'reserve' : null],
    ['pickup_sla', isThere ? paceOf(item.collectableFrom!) : null],
  ]);
}

export const INVENTORY_COLUMNS = [
  'store_code',
  'id',
  'quantity',
  'price',
  'availability',
  'pickup_method',
  'pickup_sla',
] as const;

/** It can be reserved now. */
const isInStock = ({ onHand, collectableFrom }: SoldItem): boolean => onHand !== 0 && collectableFrom !== null;

function paceOf(start: Date): string {
  const day = (instant: Temporal.Instant) => instant.toZonedDateTimeISO(ZONE).toPlainDate();
  const { days } = day(Clock.now()).until(day(Temporal.Instant.fromEpochMilliseconds(start.getTime())));
  return ['same day', 'next day'][days] ?? (days <= 6 ? `${days}-day` : 'multi-week');
}

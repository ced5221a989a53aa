import type { Temporal } from 'temporal-polyfill';
import { PICKUP_SQL, pickupPlan, type PickupRow, type Slot } from '#libs/pickup';
import type { Point, Territory } from '#libs/territory';
import type { RoundStop } from './trip.js';

/** A picture as pages show it. */
export interface ShelfPhoto {
  shopId: string;
  photoId: string;
  alt: string;
  width: number;
  height: number;
  widths: number[];
  color: string | null;
}

/** A variant on sale. `most` is how many may be ordered now: 0 is sold out. */
export interface ShelfVariant {
  variantId: string;
  name: string;
  options: string[];
  handle: string;
  cents: number;
  most: number;
  photo: ShelfPhoto | null;
}

/** One shop as a basket over several shops sees it. */
export interface Shelf {
  shopId: string;
  slug: string;
  name: string;
  addressLine: string | null;
  postcode: string | null;
  commune: string;
  phone: string | null;
  point: Point;
  /** The point is the centre of the commune. */
  isPointRough: boolean;
  /** It takes orders. */
  isOpen: boolean;
  /** It sends text messages to those who want them. */
  sendsTexts: boolean;
  /** Of the terms of sale in force (SHA-256); null where there are none. */
  termsHash: string | null;
  /** Those that are on sale; whoever is missing here is sold no longer. */
  variants: ShelfVariant[];
  /** Slots for what is asked for, full ones included. */
  slots: Slot[];
}

/** On one line: « 12 rue Balzac, 37600 Loches ». */
export const placeOf = ({ addressLine, postcode, commune }: Shelf): string =>
  [addressLine?.replaceAll('\n', ', '), [postcode, commune].filter(Boolean).join(' ')].filter(Boolean).join(', ');

interface ShelfRow {
  shop_id: string;
  slug: string;
  name: string;
  address_line: string | null;
  postcode: string | null;
  commune_insee: string;
  phone: string | null;
  lat: number | null;
  lon: number | null;
  terms_hash: string | null;
  sends_texts: boolean;
  pickup: PickupRow;
  variants: ShelfVariant[];
}

const MOST = 99;

/** $1 shop, $2 variants, $3 now. */
export const SHELF_SQL = `
  select s.shop_id, a.slug, s.name, s.address_line, s.postcode, s.commune_insee, s.phone, s.lat, s.lon, s.sends_texts,
    terms_hash(s.legal) as terms_hash,
    (select to_jsonb(k) from (${PICKUP_SQL}) k) as pickup,
    (select coalesce(json_agg(json_build_object('variantId', v.variant_id, 'name', p.name, 'options', v.options,
        'handle', p.handle, 'cents', v.price_cents,
        'most', case v.stock when 'untracked' then ${MOST} else least(v.on_hand, ${MOST}) end,
        'photo', (select json_build_object('shopId', f.shop_id, 'photoId', f.photo_id, 'alt', f.alt, 'width', f.width,
            'height', f.height, 'widths', f.widths, 'color', f.color)
          from photo f where f.shop_id = $1 and f.product_id = p.product_id and f.state = 'ready'
          order by (f.photo_id is not distinct from v.photo_id) desc, f.position, f.photo_id limit 1))), '[]')
      from variant v join product p on p.shop_id = v.shop_id and p.product_id = v.product_id
      where v.shop_id = $1 and v.variant_id = any($2::uuid[]) and v.archived_at is null
        and p.published and p.archived_at is null) as variants
  from shop s join shop_address a on a.shop_id = s.shop_id and a.kind = 'current'
  where s.shop_id = $1`;

export function shelfOf(row: unknown, items: number, territory: Territory, now: Temporal.Instant): Shelf {
  const shop = row as ShelfRow;
  const plan = pickupPlan(shop.pickup, { items: Math.max(1, items) }, now);
  const commune = territory.commune(shop.commune_insee);
  const isPointRough = shop.lat === null || shop.lon === null;
  return {
    shopId: shop.shop_id,
    slug: shop.slug,
    name: shop.name,
    addressLine: shop.address_line,
    postcode: shop.postcode,
    commune: commune?.name ?? '',
    phone: shop.phone,
    point: isPointRough ? { lat: commune?.lat ?? 0, lon: commune?.lon ?? 0 } : { lat: shop.lat!, lon: shop.lon! },
    isPointRough,
    isOpen: plan.isOpen,
    sendsTexts: shop.sends_texts,
    termsHash: shop.terms_hash,
    variants: shop.variants,
    slots: plan.slots,
  };
}

/** `from`: a wall time `HH:mm` before which the customer cannot come. */
export function stopOf(shelf: Shelf, from: string | null = null): RoundStop {
  const slots = shelf.slots.filter(({ remaining, localEnd }) => remaining > 0 && (from === null || localEnd > from));
  return {
    id: shelf.shopId,
    point: shelf.point,
    slots: slots.map((slot) => {
      const late = from !== null && from > slot.localStart ? minutesBetween(slot.localStart, from) : 0;
      const start = Date.parse(slot.start) + late * 60_000;
      return { id: slot.id, start, end: Date.parse(slot.end), day: slot.localDate };
    }),
  };
}

const minutesBetween = (early: string, late: string): number => minutesOf(late) - minutesOf(early);

const minutesOf = (wall: string): number => Number(wall.slice(0, 2)) * 60 + Number(wall.slice(3, 5));

import type { ContentUnit, ProductSafety } from '#libs/catalog';
import { PICKUP_SQL, type PickupRow } from '#libs/pickup';
import type { WithdrawalExclusion } from '#libs/orders';
import type { LegalNotice, ShopState } from '#libs/shops';

/** The shop's columns that pages show. */
export interface ShopRow {
  shop_id: string;
  state: ShopState;
  state_reason: string | null;
  /** When a paused shop means to be back, `YYYY-MM-DD`. */
  back_on: string | null;
  name: string;
  legal_name: string | null;
  siret: string | null;
  trade: string;
  tagline: string | null;
  description: string | null;
  address_line: string | null;
  postcode: string | null;
  commune_insee: string;
  lat: number | null;
  lon: number | null;
  phone: string | null;
  email: string | null;
  website: string | null;
  theme: string;
  theme_settings: Record<string, unknown>;
  legal: LegalNotice;
  sends_texts: boolean;
  updated_at: string;
}

/** What every page of a shop is made from, read by one statement; `Extra` are the columns of the page itself. */
export type StorefrontRow<Extra = object> = {
  shop: ShopRow;
  pickup: PickupRow;
  /** The picture of the shop front. */
  front: PhotoRow | null;
  /** Customers may pay by card. */
  takes_card: boolean;
} & Extra;

export interface CategoryRow {
  category: string;
  count: number;
}

/** A processed picture. */
export interface PhotoRow {
  photo_id: string;
  alt: string;
  width: number;
  height: number;
  widths: number[];
  color: string | null;
}

export interface VariantRow {
  variant_id: string;
  product_id: string;
  options: string[];
  sku: string | null;
  ean: string | null;
  price_cents: number;
  compare_at_cents: number | null;
  /** The lowest price of the 30 days before the reduction; null where what the merchant says counts. */
  prior_cents: number | null;
  content_amount: number | null;
  content_unit: ContentUnit | null;
  stock: 'tracked' | 'untracked' | 'single';
  on_hand: number;
  weight_grams: number | null;
  photo_id: string | null;
}

/** A product as a card shows it. `available`: pieces on hand over all variants; null when one is made on order. */
export interface CardRow {
  product_id: string;
  handle: string;
  name: string;
  lead_minutes: number | null;
  lowest_cents: number;
  highest_cents: number;
  compare_at_cents: number | null;
  available: number | null;
  photo: PhotoRow | null;
}

/** What a product page adds to the shop. */
export interface ProductRow {
  product_id: string;
  handle: string;
  name: string;
  description_html: string;
  brand: string | null;
  category: string | null;
  public_category: string | null;
  safety: Partial<ProductSafety>;
  vat_rate: number;
  option_names: string[];
  perishable: boolean;
  withdrawal_exclusion: WithdrawalExclusion | null;
  lead_minutes: number | null;
  variants: VariantRow[];
  photos: PhotoRow[];
}

/** A picture `f` as `PhotoRow`. */
export const PHOTO = `json_build_object('photo_id', f.photo_id, 'alt', f.alt, 'width', f.width, 'height', f.height,
  'widths', f.widths, 'color', f.color)`;

const FRONT = `(select ${PHOTO} from shop_front f where f.shop_id = $1)`;

/** Products `p` that customers see. */
export const VISIBLE = `p.shop_id = $1 and p.published and p.archived_at is null`;

/** Over the variants of a product. */
export const PRICES = `min(price_cents) as lowest_cents, max(price_cents) as highest_cents,
  min(coalesce(prior_cents, compare_at_cents)) as compare_at_cents,
  case when bool_or(stock = 'untracked') then null else sum(on_hand) end as available`;

/** Products with their price range, stock and first picture; a where clause over `p` may follow. */
const CARDS = `
  select p.product_id, p.handle, p.name, p.category, p.lead_minutes, p.created_at, v.lowest_cents, v.highest_cents,
    v.compare_at_cents, v.available, f.photo
  from product p
  join lateral (
    select ${PRICES}
    from variant where shop_id = $1 and product_id = p.product_id and archived_at is null
    having count(*) > 0) v on true
  left join lateral (
    select ${PHOTO} as photo from photo f
    where f.shop_id = $1 and f.product_id = p.product_id and f.state = 'ready'
    order by f.position, f.photo_id limit 1) f on true
  where ${VISIBLE}`;

/** A JSON list of cards from `CARDS`, narrowed and ordered. */
export const cards = (where: string, order: string): string =>
  `(select coalesce(json_agg(to_jsonb(c)), '[]') from (${CARDS} ${where} order by ${order}) c)`;

/** Narrows cards to the newest of the shop: prices and stock of 20,000 products are not looked up for a few. */
export const newest = (most: number): string =>
  `and p.product_id = any (array(select p.product_id from product p where ${VISIBLE} order by p.created_at desc limit ${most}))`;

/** How many products a page of the list could show. */
export const cardCount = (where: string): string => `(select count(*)::int from product p where ${VISIBLE} ${where})`;

/** $4 is the handle. */
export const PRODUCT = `
  (select to_jsonb(p) || jsonb_build_object(
     'variants', (select coalesce(jsonb_agg(to_jsonb(v) order by v.position, v.variant_id), '[]')
       from variant v where v.shop_id = $1 and v.product_id = p.product_id and v.archived_at is null),
     'photos', (select coalesce(jsonb_agg(${PHOTO} order by f.position, f.photo_id), '[]')
       from photo f where f.shop_id = $1 and f.product_id = p.product_id and f.state = 'ready'))
   from product p where ${VISIBLE} and p.handle = $4)`;

/** Variants on sale with what a basket shows of them. */
const basketRows = (where: string): string => `
  (select coalesce(json_agg(to_jsonb(v) || jsonb_build_object('name', p.name, 'handle', p.handle, 'perishable', p.perishable,
     'withdrawal_exclusion', p.withdrawal_exclusion,
     'photo', (select ${PHOTO} from photo f
       where f.shop_id = $1 and f.product_id = p.product_id and f.state = 'ready'
       order by (f.photo_id is not distinct from v.photo_id) desc, f.position, f.photo_id limit 1))), '[]')
   from variant v join product p on p.shop_id = $1 and p.product_id = v.product_id
   where v.shop_id = $1 and ${where} and v.archived_at is null and ${VISIBLE})`;

/** $2 are the variants of the basket. */
export const BASKET = basketRows('v.variant_id = any($2::uuid[])');

/** $4 is a product, $5 the values of its options. */
export const COMBINATION = basketRows('v.product_id = $4::uuid and v.options = $5::text[]');

/** $4 is a product. */
export const SOLD_PRODUCT = `
  (select json_build_object('handle', p.handle) from product p where ${VISIBLE} and p.product_id = $4::uuid)`;

const TAKES_CARD = `exists (select 1 from payment_account a where a.shop_id = $1 and a.card_offered and a.charges_enabled)`;

/** One statement for one page. $1 shop, $2 variants in the basket, $3 now; the page's own columns begin at $4. */
export function pageSql(columns: Record<string, string>): string {
  const own = Object.entries(columns).map(([name, sql]) => `${sql} as ${name}`);
  return `select to_jsonb(s) as shop, (select to_jsonb(k) from (${PICKUP_SQL}) k) as pickup,
    ${[`${FRONT} as front`, `${TAKES_CARD} as takes_card`, ...own].join(', ')}
  from shop s where s.shop_id = $1`;
}

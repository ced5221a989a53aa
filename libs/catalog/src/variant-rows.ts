import type { EntityManager } from 'typeorm';
import { currentShopId } from '#libs/tenancy';
import type { ContentUnit } from './fields/unit-price.js';

/** A variant as it stands in its table, without its shop. */
export interface VariantRow {
  variant_id: string;
  product_id: string;
  position: number;
  options: string[];
  sku: string | null;
  ean: string | null;
  price_cents: number;
  compare_at_cents: number | null;
  stock: 'tracked' | 'untracked' | 'single';
  on_hand: number;
  weight_grams: number | null;
  content_amount: number | null;
  content_unit: ContentUnit | null;
  /** One of the product's photos. */
  photo_id: string | null;
}

export type StockCause = 'initial' | 'count' | 'import';

const COLUMNS = `variant_id uuid, product_id uuid, position int, options text[], sku text, ean text, price_cents int,
  compare_at_cents int, stock text, on_hand int, weight_grams int, content_amount numeric, content_unit text,
  photo_id uuid`;

const MOVED = `insert into stock_movement (shop_id, movement_id, variant_id, delta, cause)
  select $1::uuid, gen_random_uuid(), c.variant_id, c.delta, $3::text from changed c where c.delta <> 0`;

/** New variants and their first movement, in one statement. */
export async function insertVariants(tx: EntityManager, rows: VariantRow[], cause: StockCause): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `with given as (select * from jsonb_to_recordset($2::jsonb) as g (${COLUMNS})),
     changed as (
       insert into variant (shop_id, variant_id, product_id, position, options, sku, ean, price_cents, compare_at_cents,
         stock, on_hand, weight_grams, content_amount, content_unit, photo_id)
       select $1::uuid, g.* from given g
       returning variant_id, on_hand as delta)
     ${MOVED}`,
    [currentShopId(), JSON.stringify(rows), cause],
  );
}

/** Variants as given, and the difference to what was on hand as a movement, in one statement. Lock them first. */
export async function updateVariants(tx: EntityManager, rows: VariantRow[], cause: StockCause): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `with given as (select * from jsonb_to_recordset($2::jsonb) as g (${COLUMNS})),
     locked as (
       select v.variant_id, v.on_hand as was from variant v join given g on g.variant_id = v.variant_id
       where v.shop_id = $1 order by v.variant_id for no key update of v),
     changed as (
       update variant v set position = g.position, options = g.options, sku = g.sku, ean = g.ean,
         price_cents = g.price_cents, compare_at_cents = g.compare_at_cents, stock = g.stock, on_hand = g.on_hand,
         weight_grams = g.weight_grams, content_amount = g.content_amount, content_unit = g.content_unit,
         photo_id = g.photo_id
       from given g join locked l on l.variant_id = g.variant_id
       where v.shop_id = $1 and v.variant_id = g.variant_id
       returning v.variant_id, g.on_hand - l.was as delta)
     ${MOVED}`,
    [currentShopId(), JSON.stringify(rows), cause],
  );
}

/** The variants of some products that are offered, locked in the order of their ids, so that two programs never wait for each other. */
export async function lockVariants(tx: EntityManager, productIds: string[]): Promise<VariantRow[]> {
  return tx.query(
    `select variant_id, product_id, position, options, sku, ean, price_cents, compare_at_cents, stock, on_hand, weight_grams,
       content_amount::float8 as content_amount, content_unit, photo_id
     from variant where shop_id = $1 and product_id = any($2::uuid[]) and archived_at is null order by variant_id for no key update`,
    [currentShopId(), productIds],
  );
}

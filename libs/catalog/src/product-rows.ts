import type { EntityManager } from 'typeorm';
import { currentShopId } from '#libs/tenancy';
import type { ProductSafety } from './fields/product-safety.js';

/** A product as it stands in its table, without its shop and its dates. */
export interface ProductRow {
  product_id: string;
  handle: string;
  name: string;
  description_html: string;
  brand: string | null;
  category: string | null;
  public_category: string | null;
  safety: ProductSafety;
  vat_rate: number;
  option_names: string[];
  published: boolean;
  perishable: boolean;
  withdrawal_exclusion: string | null;
  lead_minutes: number | null;
  source: string | null;
  source_key: string | null;
  source_hash: string | null;
}

/** A product that is being changed; nobody else changes it until the transaction ends. */
export interface LockedProduct extends ProductRow {
  archived: boolean;
}

const COLUMNS = `product_id uuid, handle text, name text, description_html text, brand text, category text,
  public_category text, safety jsonb,  vat_rate numeric, option_names text[], published boolean, perishable boolean, withdrawal_exclusion text, lead_minutes int, source text,
  source_key text, source_hash text`;

const NAMES = `product_id, handle, name, description_html, brand, category, public_category, safety, vat_rate, option_names, published,
  perishable, withdrawal_exclusion, lead_minutes, source, source_key, source_hash`;

export async function insertProducts(tx: EntityManager, rows: ProductRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `insert into product (shop_id, ${NAMES})
     select $1::uuid, ${NAMES} from jsonb_to_recordset($2::jsonb) as g (${COLUMNS})`,
    [currentShopId(), JSON.stringify(rows)],
  );
}

/** Everything but the handle, which others have linked to. */
export async function updateProducts(tx: EntityManager, rows: ProductRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `update product p set name = g.name, description_html = g.description_html, brand = g.brand, category = g.category,
       public_category = g.public_category, safety = g.safety, vat_rate = g.vat_rate, option_names = g.option_names, published = g.published, perishable = g.perishable, withdrawal_exclusion = g.withdrawal_exclusion,
       lead_minutes = g.lead_minutes, source_hash = g.source_hash, updated_at = now()
     from jsonb_to_recordset($2::jsonb) as g (${COLUMNS})
     where p.shop_id = $1 and p.product_id = g.product_id`,
    [currentShopId(), JSON.stringify(rows)],
  );
}

const LOCKED = `select ${NAMES.replace('vat_rate', 'vat_rate::float8 as vat_rate')}, archived_at is not null as archived
  from product where shop_id = $1`;

/** None for an unknown product, and for another shop's. */
export async function lockProduct(tx: EntityManager, productId: string): Promise<LockedProduct | null> {
  const rows: LockedProduct[] = await tx.query(`${LOCKED} and product_id = $2 for no key update`, [
    currentShopId(),
    productId,
  ]);
  return rows[0] ?? null;
}

/** Those that came from this source before, in the order of their ids. */
export async function lockImported(tx: EntityManager, source: string, keys: string[]): Promise<LockedProduct[]> {
  return tx.query(`${LOCKED} and source = $2 and source_key = any($3) order by product_id for no key update`, [
    currentShopId(),
    source,
    keys,
  ]);
}

/** Some products, in the order of their ids; those of other shops are left out. */
export async function lockProducts(tx: EntityManager, productIds: string[]): Promise<LockedProduct[]> {
  return tx.query(`${LOCKED} and product_id = any($2::uuid[]) order by product_id for no key update`, [
    currentShopId(),
    productIds,
  ]);
}

import type { EntityManager } from 'typeorm';
import { currentShopId } from '#libs/tenancy';
import type { CombinationsDraft, ProductDraft } from '../formats/index.js';

/** What the two files of a system said of one product so far; `productId` is null until it is stored. */
export interface ProductPart {
  productId: string | null;
  sourceKey: string;
  reference: string | null;
  product: ProductDraft;
  combinations: Pick<CombinationsDraft, 'optionNames' | 'combinations'> | null;
}

interface PartRow {
  product_id: string;
  source_key: string;
  reference: string | null;
  product: ProductDraft;
  combinations: ProductPart['combinations'];
}

/** One program at a time puts the parts of a shop's products together. Taken before any row. */
export async function lockParts(tx: EntityManager): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('imports.parts:' || $1, 0))`, [currentShopId()]);
}

/** The parts of the products that have one of these keys or references. */
export async function findParts(
  tx: EntityManager,
  source: string,
  { keys, references }: { keys: string[]; references: string[] },
): Promise<ProductPart[]> {
  const rows: PartRow[] = await tx.query(
    `select product_id, source_key, reference, product, combinations from product_part
     where shop_id = $1 and source = $2 and (source_key = any($3::text[]) or reference = any($4::text[]))
     order by source_key`,
    [currentShopId(), source, keys, references],
  );
  return rows.map(({ product_id, source_key, ...rest }) => ({ productId: product_id, sourceKey: source_key, ...rest }));
}

export async function storeParts(tx: EntityManager, source: string, parts: ProductPart[]): Promise<void> {
  if (parts.length === 0) return;
  const rows = parts.map(({ productId, sourceKey, ...rest }) => ({
    product_id: productId,
    source_key: sourceKey,
    ...rest,
  }));
  await tx.query(
    `insert into product_part as p (shop_id, product_id, source, source_key, reference, product, combinations)
     select $1::uuid, product_id, $2, source_key, reference, product, nullif(combinations, 'null'::jsonb)
     from jsonb_to_recordset($3::jsonb)
       as g (product_id uuid, source_key text, reference text, product jsonb, combinations jsonb)
     on conflict (shop_id, product_id) do update
       set reference = excluded.reference, product = excluded.product, combinations = excluded.combinations
       where (p.reference, p.product, p.combinations)
         is distinct from (excluded.reference, excluded.product, excluded.combinations)`,
    [currentShopId(), source, JSON.stringify(rows)],
  );
}

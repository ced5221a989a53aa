import type { EntityManager } from 'typeorm';
import { currentShopId } from '#libs/tenancy';
import type { KnownVariant } from './variant-options.js';

/** All variants of a product, those taken out of the offer too, locked in the order of their ids. */
export async function lockAllVariants(tx: EntityManager, productId: string): Promise<KnownVariant[]> {
  return tx.query(
    `select variant_id, product_id, position, options, sku, ean, price_cents, compare_at_cents, stock, on_hand, weight_grams,
       content_amount::float8 as content_amount, content_unit, photo_id, archived_at is not null as archived
     from variant where shop_id = $1 and product_id = $2 order by variant_id for no key update`,
    [currentShopId(), productId],
  );
}

/** Takes variants out of the offer, or puts them back; nothing of them is lost. */
export async function setVariantsArchived(tx: EntityManager, variantIds: string[], archived: boolean): Promise<void> {
  if (variantIds.length === 0) return;
  await tx.query(
    `update variant set archived_at = case when $3 then now() end
     where shop_id = $1 and variant_id = any($2::uuid[]) and (archived_at is not null) <> $3`,
    [currentShopId(), variantIds, archived],
  );
}

/** What a file no longer offers: a variant that was ever ordered stays, archived; the others go. Lock them first. */
export async function retireVariants(tx: EntityManager, variantIds: string[]): Promise<void> {
  if (variantIds.length === 0) return;
  const sold: { variant_id: string }[] = await tx.query(
    'select distinct variant_id from order_line where shop_id = $1 and variant_id = any($2::uuid[])',
    [currentShopId(), variantIds],
  );
  const soldIds = new Set(sold.map(({ variant_id }) => variant_id));
  await setVariantsArchived(tx, [...soldIds], true);
  const unsold = variantIds.filter((id) => !soldIds.has(id));
  await tx.query('delete from variant where shop_id = $1 and variant_id = any($2::uuid[])', [currentShopId(), unsold]);
}

/** The options of a product, when its variants change with them. */
export async function writeOptionNames(tx: EntityManager, productId: string, names: string[]): Promise<void> {
  await tx.query('update product set option_names = $3, updated_at = now() where shop_id = $1 and product_id = $2', [
    currentShopId(),
    productId,
    names,
  ]);
}

import type { EntityManager } from 'typeorm';
import { slugify } from '#libs/kernel';
import { currentShopId } from '#libs/tenancy';

const LENGTH = 80;

/**
 * A free handle for each wish, in their order: `bouquet`, then `bouquet-2`. Holds the shop's lock until the transaction ends,
 * so that two programs never choose the same one.
 */
export async function allocateHandles(tx: EntityManager, wishes: readonly string[]): Promise<string[]> {
  const shopId = currentShopId();
  const bases = wishes.map((wish) => slugify(wish, LENGTH) || 'produit');
  await lockHandles(tx);
  const taken = new Set(await handlesLike(tx, shopId, bases));
  const next = new Map<string, number>();
  return bases.map((base) => {
    let handle = base;
    for (let n = next.get(base) ?? 2; taken.has(handle); n++) {
      handle = `${base}-${n}`;
      next.set(base, n + 1);
    }
    taken.add(handle);
    return handle;
  });
}

/** One program at a time adds products to a shop. Taken before any row, and joined when it is held already. */
export async function lockHandles(tx: EntityManager): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('catalog.handles:' || $1, 0))`, [currentShopId()]);
}

async function handlesLike(tx: EntityManager, shopId: string, bases: string[]): Promise<string[]> {
  const rows: { handle: string }[] = await tx.query(
    `select handle from product
     where shop_id = $1 and (handle = any($2) or regexp_replace(handle, '-\\d+$', '') = any($2))`,
    [shopId, bases],
  );
  return rows.map(({ handle }) => handle);
}

import { type CardRow, cards, PRODUCT, type ProductRow, VISIBLE } from '../shop-row.js';

export interface ProductColumns {
  product: ProductRow | null;
  similar: CardRow[];
  /** A product that was on sale at this address and is no more. */
  gone: { name: string; category: string | null } | null;
}

const SHELF = `(select o.category from product o where o.shop_id = $1 and o.handle = $4)`;
const OTHERS = `select p.product_id from product p where ${VISIBLE} and p.handle <> $4`;

/** Looked at: the newest of the same category, and the newest of the shop. */
const SIMILAR = `and p.product_id = any (array(
  (${OTHERS} and p.category = ${SHELF} order by p.created_at desc limit 24) union
  (${OTHERS} order by p.created_at desc limit 8)))`;

/** Of the same category before others of the shop, each time those that can be had first. */
const NEAREST = `(p.category is distinct from ${SHELF}), (coalesce(v.available, 1) = 0), p.created_at desc, p.product_id limit 4`;

/** $4 is the handle. */
export const SIMILAR_PRODUCTS = cards(SIMILAR, NEAREST);

/** $4 is the handle. */
export const PRODUCT_COLUMNS = {
  product: PRODUCT,
  similar: SIMILAR_PRODUCTS,
  gone: `(select json_build_object('name', p.name, 'category', p.category) from product p
    where p.shop_id = $1 and p.handle = $4 and p.published and p.archived_at is not null)`,
};

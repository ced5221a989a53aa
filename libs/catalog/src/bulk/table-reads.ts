/** A line of the table: one variant. `published` is the product's; `isFirst` says where it stands. */
export interface TableRow {
  productId: string;
  variantId: string;
  name: string;
  options: string[];
  sku: string | null;
  category: string | null;
  published: boolean;
  priceCents: number;
  compareAtCents: number | null;
  stock: 'tracked' | 'untracked' | 'single';
  onHand: number;
  /** The first variant of its product on the page of the table. */
  isFirst: boolean;
}

export interface TablePage {
  rows: TableRow[];
  /** Variants that fit the filter. */
  total: number;
  page: number;
  perPage: number;
}

/** `state` unless told: everything that is not archived. `page` from 1. */
export interface TableFilter {
  state?: 'all' | 'published' | 'draft';
  /** Part of the product's name, or a whole SKU or barcode. */
  query?: string;
  /** The shop's own category. */
  category?: string;
  /** Only what is counted and has run out. */
  soldOut?: boolean;
  page?: number;
}

/** $1 state, $2 pattern or null, $3 words as typed, $4 category or null, $5 sold out only, $6 limit, $7 offset. */
export const TABLE_SQL = `
  select p.product_id as "productId", v.variant_id as "variantId", p.name, v.options, v.sku, p.category, p.published,
    v.price_cents as "priceCents", v.compare_at_cents as "compareAtCents", v.stock, v.on_hand as "onHand",
    count(*) over ()::int as total
  from product p join variant v on v.shop_id = p.shop_id and v.product_id = p.product_id and v.archived_at is null
  where p.shop_id = current_shop_id() and p.archived_at is null
    and case $1::text when 'published' then p.published when 'draft' then not p.published else true end
    and ($2::text is null or p.name ilike $2 or v.sku = $3 or v.ean = $3)
    and ($4::text is null or p.category = $4)
    and (not $5::boolean or v.stock <> 'untracked' and v.on_hand = 0)
  order by p.created_at desc, p.product_id desc, v.position, v.variant_id
  limit $6 offset $7`;

/** The shop's own categories with products that are not archived, by name. */
export const CATEGORIES_SQL = `
  select distinct category from product
  where shop_id = current_shop_id() and archived_at is null and category is not null order by category limit 200`;

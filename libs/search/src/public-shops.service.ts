import { Injectable } from '@nestjs/common';
import { Clock, NotFoundError } from '#libs/kernel';
import { Tenancy } from '#libs/tenancy';
import { toPhoto, toResult, toShop } from './read-rows.js';
import type { Page, PublicShop, SearchResult } from './search-result.js';
import type { PageRow, PhotoJson } from './search-sql.js';

/** Which shops to list; all of them by name. */
export interface ShopListQuery {
  trade?: string | null;
  /** INSEE code. */
  commune?: string | null;
  initiativeId?: string | null;
  page?: number;
  /** At most 100. */
  perPage?: number;
}

export type ShopRow = Omit<PageRow, 'kind' | 'id' | 'title' | 'photo'> & {
  photo: PhotoJson | null;
  tagline: string | null;
  address_line: string | null;
  postcode: string | null;
  phone: string | null;
  website: string | null;
  initiative_id: string | null;
  products: number;
  total: number;
};

/** The region's shops as the public sees them. */
@Injectable()
export class PublicShops {
  constructor(private readonly tenancy: Tenancy) {}

  /** Open shops first, then by name. */
  async list({ trade, commune, initiativeId, page = 1, perPage = 24 }: ShopListQuery): Promise<Page<PublicShop>> {
    const rows = await this.tenancy.replicaRead<ShopRow>(LIST_SQL, [
      trade ?? null,
      commune ?? null,
      initiativeId ?? null,
      Clock.now().toString(),
      perPage,
      (page - 1) * perPage,
    ]);
    return { total: rows[0]?.total ?? 0, page, perPage, results: rows.map(toPublicShop) };
  }

  /** By its sub-domain. Throws NotFoundError. */
  async bySlug(slug: string): Promise<PublicShop> {
    const [row] = await this.tenancy.replicaRead<ShopRow>(ONE_SQL, [slug, Clock.now().toString()]);
    if (!row) throw new NotFoundError();
    return toPublicShop(row);
  }

  /** Published products of one shop, newest first. */
  async products(shopId: string, { page = 1, perPage = 50 } = {}): Promise<Page<SearchResult>> {
    const rows = await this.tenancy.replicaRead<PageRow>(PRODUCTS_SQL, [
      shopId,
      Clock.now().toString(),
      perPage,
      (page - 1) * perPage,
    ]);
    return { total: rows[0]?.candidates ?? 0, page, perPage, results: rows.map(toResult) };
  }

  /** How many shops each initiative has here, and what it lists of other sites. */
  async byInitiative(): Promise<{ initiativeId: string; shops: number; listings: number }[]> {
    return this.tenancy.replicaRead(BY_INITIATIVE_SQL);
  }

  /** Shops and products by trade and by commune, the most shops first. */
  async overview(): Promise<{ shops: number; products: number; trades: Count[]; communes: Count[] }> {
    const rows = await this.tenancy.replicaRead<{
      trade: string;
      commune_insee: string;
      shops: number;
      products: number;
    }>(OVERVIEW_SQL);
    const sum = (field: 'shops' | 'products') => rows.reduce((total, row) => total + row[field], 0);
    return {
      shops: sum('shops'),
      products: sum('products'),
      trades: grouped(rows, (row) => row.trade),
      communes: grouped(rows, (row) => row.commune_insee),
    };
  }

  /** Sub-domains of the shops that sell, at most so many. */
  async sellingSlugs(most: number): Promise<string[]> {
    const sql = `select slug from search_shop where state = 'open' order by slug limit $1`;
    const rows = await this.tenancy.replicaRead<{ slug: string }>(sql, [most]);
    return rows.map(({ slug }) => slug);
  }

  /** What can be collected soonest, one product a shop. */
  async collectableSoon(most: number): Promise<SearchResult[]> {
    const rows = await this.tenancy.replicaRead<PageRow>(SOON_SQL, [Clock.now().toString(), most]);
    return rows.map(toResult);
  }
}

/** `value` is a trade's code or a commune's INSEE code. */
export interface Count {
  value: string;
  shops: number;
}

function grouped<R extends { shops: number }>(rows: R[], valueOf: (row: R) => string): Count[] {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(valueOf(row), (counts.get(valueOf(row)) ?? 0) + row.shops);
  return [...counts].map(([value, shops]) => ({ value, shops })).sort((a, b) => b.shops - a.shops);
}

export const toPublicShop = (row: ShopRow): PublicShop => ({
  ...toShop({ ...row, km: null }),
  tagline: row.tagline,
  addressLine: row.address_line,
  postcode: row.postcode,
  phone: row.phone,
  website: row.website,
  initiativeId: row.initiative_id,
  photo: toPhoto(row.shop_id, row.photo),
  products: row.products,
  collectableFrom: row.collectable_from?.toISOString() ?? null,
});

const LIST_SQL = `
  select s.*, search_collectable(null, s.pickup_starts, $4) as collectable_from, count(*) over ()::int as total
  from search_shop s
  where s.state <> 'listed' and ($1::text is null or s.trade = $1) and ($2::text is null or s.commune_insee = $2)
    and ($3::uuid is null or s.initiative_id = $3)
  order by s.state <> 'open', s.name, s.shop_id limit $5 offset $6`;

const ONE_SQL = `select s.*, search_collectable(null, s.pickup_starts, $2) as collectable_from from search_shop s where s.slug = $1 and s.slug <> ''`;

const CARD = `
  d.kind, d.document_id as id, d.title, d.handle, d.price_cents, d.price_varies, d.available, d.photo, s.shop_id, s.slug, s.name, s.state,
  s.trade, s.commune_name, s.commune_insee, s.lat, s.lon, null::float8 as km`;

const PRODUCTS_SQL = `
  select ${CARD}, count(*) over ()::int as candidates,
    case when d.available then search_collectable(d.pickup_starts, s.pickup_starts, $2) end as collectable_from
  from search_document d join search_shop s using (shop_id)
  where d.shop_id = $1 and d.kind = 'product'
  order by d.created_at desc, d.document_id limit $3 offset $4`;

const OVERVIEW_SQL = `
  select trade, commune_insee, count(*)::int as shops, sum(products)::int as products
  from search_shop where state <> 'listed' group by 1, 2`;

/** Where there are few shops, each shows more than one. */
const SOON_SQL = `
  with first as (
    select s.shop_id, count(*) over () as n, search_collectable(null, s.pickup_starts, $1) as soon from search_shop s
    where s.state = 'open' and s.products > 0 order by soon nulls last, s.shop_id limit $2)
  select c.*, 0 as candidates from first
  cross join lateral (
    select ${CARD}, search_collectable(d.pickup_starts, s.pickup_starts, $1) as collectable_from,
      row_number() over (order by d.tier, d.score desc, d.document_id) as nth
    from search_document d join search_shop s using (shop_id)
    where d.shop_id = first.shop_id and d.kind = 'product' and d.available
    order by nth limit greatest(1, ceil($2::int / least(first.n, $2)::numeric))) c
  where c.collectable_from is not null order by c.nth, c.collectable_from, c.shop_id limit $2`;

/** Of a place elsewhere `products` leaves out its first listing. */
const BY_INITIATIVE_SQL = `
  select initiative_id as "initiativeId", count(*) filter (where state <> 'listed')::int as shops,
    coalesce(sum(products + 1) filter (where state = 'listed'), 0)::int as listings
  from search_shop where initiative_id is not null group by 1`;

import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { Tenancy } from '#libs/tenancy';
import type { ListingLink } from './listing.js';
import { toPublicShop, type ShopRow } from './public-shops.service.js';
import type { PublicShop } from './search-result.js';

/** Shops of some communes, those that sell elsewhere included. */
export interface PlaceQuery {
  /** INSEE codes. */
  communes: readonly string[];
  trade: string | null;
  page: number;
  perPage: number;
}

export interface PlaceShop extends PublicShop {
  link: ListingLink | null;
}

/** A shop on the map. */
export interface ShopPoint {
  name: string;
  slug: string;
  url: string | null;
  trade: string;
  lat: number;
  lon: number;
  isOpen: boolean;
}

const SHOWN = `
  search_shop s left join search_listing l on l.shop_id = s.shop_id and l.document_id = s.shop_id
  where s.commune_insee = any ($1::text[]) and ($2::text is null or s.trade = $2) and (s.state <> 'listed' or l.url is not null)`;

const LIST = `
  select s.*, search_collectable(null, s.pickup_starts, $3) as collectable_from, count(*) over ()::int as total,
    l.url as link_url, l.source_name, l.initiative_slug
  from ${SHOWN} order by s.state <> 'open', s.state = 'listed', s.name, s.shop_id limit $4 offset $5`;

const POINTS = `
  select s.name, s.slug, l.url, s.trade, s.lat, s.lon, s.state = 'open' as "isOpen"
  from ${SHOWN} and s.lat is not null and s.lon is not null order by s.state <> 'open', s.shop_id limit $3`;

const TRADES = `
  select s.trade as value, count(*)::int as shops from ${SHOWN} group by 1 order by 2 desc, 1`;

type Row = ShopRow & { link_url: string | null; source_name: string; initiative_slug: string };

/** What there is in a place: a commune, several together. */
@Injectable()
export class PlacesShops {
  constructor(private readonly tenancy: Tenancy) {}

  /** Open shops first, what is sold elsewhere last. */
  async list({ communes, trade, page, perPage }: PlaceQuery): Promise<{ total: number; shops: PlaceShop[] }> {
    const values = [communes, trade, Clock.now().toString(), perPage, (page - 1) * perPage];
    const rows = await this.tenancy.publicRead<Row>(LIST, values);
    const shops = rows.map((row) => ({ ...toPublicShop(row), link: linkOf(row) }));
    return { total: rows[0]?.total ?? 0, shops };
  }

  /** At most so many; open shops first. */
  async points(communes: readonly string[], trade: string | null, most: number): Promise<ShopPoint[]> {
    return this.tenancy.publicRead<ShopPoint>(POINTS, [communes, trade, most]);
  }

  async trades(communes: readonly string[]): Promise<{ value: string; shops: number }[]> {
    return this.tenancy.publicRead(TRADES, [communes, null]);
  }
}

const linkOf = ({
  link_url: url,
  source_name: sourceName,
  initiative_slug: initiativeSlug,
}: Row): ListingLink | null => (url === null ? null : { url, sourceName, initiativeSlug });

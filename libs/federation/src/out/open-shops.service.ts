import { Injectable } from '@nestjs/common';
import { Tenancy } from '#libs/tenancy';

/** A shop as open data has it: an establishment and where it stands, nothing of a person. */
export interface OpenShop {
  slug: string;
  name: string;
  state: 'provisioned' | 'claimed' | 'open' | 'paused';
  trade: string;
  tradeLabel: string;
  addressLine: string | null;
  postcode: string | null;
  commune: string;
  communeInsee: string;
  lat: number | null;
  lon: number | null;
  website: string | null;
  products: number;
  tagline: string | null;
  createdAt: Date;
}

const COLUMNS = `slug, name, state, trade, trade_label as "tradeLabel", address_line as "addressLine", postcode,
  commune_name as commune, commune_insee as "communeInsee", lat, lon, website, products, tagline, created_at as "createdAt"`;

const ALL = `
  select ${COLUMNS} from search_shop where state <> 'listed' and slug > $1 order by slug limit 500`;

const NEW = `
  select ${COLUMNS} from search_shop where state = 'open' order by created_at desc, slug limit $1`;

/** The shops of the region for whoever wants to use them elsewhere. */
@Injectable()
export class OpenShops {
  constructor(private readonly tenancy: Tenancy) {}

  async *all(): AsyncGenerator<OpenShop> {
    for (let after = ''; ;) {
      const rows = await this.tenancy.publicRead<OpenShop>(ALL, [after]);
      yield* rows;
      if (rows.length < 500) return;
      after = rows.at(-1)!.slug;
    }
  }

  /** The newest that take orders. */
  async newest(most: number): Promise<OpenShop[]> {
    return this.tenancy.publicRead<OpenShop>(NEW, [most]);
  }
}

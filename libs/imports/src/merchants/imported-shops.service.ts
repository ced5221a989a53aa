import { Injectable } from '@nestjs/common';
import { Tenancy } from '#libs/tenancy';
import type { InitiativeScope } from './merchant-imports.service.js';

/** A shop of an initiative, as its agents see it. `communeInsee` is its INSEE code. */
export interface ImportedShop {
  shopId: string;
  slug: string;
  name: string;
  legalName: string | null;
  trade: string;
  state: string;
  siret: string | null;
  addressLine: string | null;
  postcode: string | null;
  communeInsee: string;
  initiativeId: string | null;
  createdAt: Date;
}

/** `query`: words in the name, or a SIRET; `page` counts from 1, of `perPage` shops. */
export interface ShopListFilter {
  query?: string | undefined;
  state?: string | undefined;
  page: number;
  perPage: number;
}

const COLUMNS = `s.shop_id as "shopId", a.slug, s.name, s.legal_name as "legalName", s.trade, s.state, s.siret,
  s.address_line as "addressLine", s.postcode, s.commune_insee as "communeInsee", s.initiative_id as "initiativeId",
  s.created_at as "createdAt"`;

const FOUND = `from shop s join shop_address a on a.shop_id = s.shop_id and a.kind = 'current'
  where ($1::uuid[] is null or s.initiative_id = any ($1::uuid[]))
    and ($2::text is null or s.state = $2)
    and ($3::text is null or s.siret = $3 or unaccent(s.name) ilike '%' || unaccent($4::text) || '%')`;

/** The shops that the territory's files have made. */
@Injectable()
export class ImportedShops {
  constructor(private readonly tenancy: Tenancy) {}

  /** The newest first. */
  async list(scope: InitiativeScope, filter: ShopListFilter): Promise<{ shops: ImportedShop[]; total: number }> {
    const found = [ownersOf(scope), filter.state ?? null, ...wordsOf(filter.query)];
    return this.tenancy.regionTransaction(async (tx) => {
      const [counted] = await tx.query<{ n: number }[]>(`select count(*)::int as n ${FOUND}`, found);
      const shops = await tx.query<ImportedShop[]>(
        `select ${COLUMNS} ${FOUND} order by s.shop_id desc limit $5 offset $6`,
        [...found, filter.perPage, (filter.page - 1) * filter.perPage],
      );
      return { shops, total: counted?.n ?? 0 };
    });
  }

  /** Null when there is none, or none of these initiatives. `shopId` is an id. */
  async find(scope: InitiativeScope, shopId: string): Promise<ImportedShop | null> {
    const [shop] = await this.tenancy.regionTransaction((tx) =>
      tx.query<ImportedShop[]>(
        `select ${COLUMNS} from shop s join shop_address a on a.shop_id = s.shop_id and a.kind = 'current'
         where ($1::uuid[] is null or s.initiative_id = any ($1::uuid[])) and s.shop_id::text = $2`,
        [ownersOf(scope), shopId],
      ),
    );
    return shop ?? null;
  }

  /** How many shops are in each state. */
  async states(scope: InitiativeScope): Promise<Record<string, number>> {
    const rows = await this.tenancy.regionTransaction((tx) =>
      tx.query<{ state: string; n: number }[]>(
        `select state, count(*)::int as n from shop
         where $1::uuid[] is null or initiative_id = any ($1::uuid[]) group by state`,
        [ownersOf(scope)],
      ),
    );
    return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
  }
}

const ownersOf = (scope: InitiativeScope): string[] | null => (scope === 'region' ? null : [...scope]);

/** The SIRET that the words may be, and the words with their wildcards quoted. */
function wordsOf(query = ''): [string | null, string] {
  const words = query.trim();
  return [words === '' ? null : words.replace(/\s/g, ''), words.replace(/[%_\\]/g, String.raw`\$&`)];
}

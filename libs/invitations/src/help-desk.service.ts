import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { Claims, type MissingPiece, Shops } from '#libs/shops';
import { asShop, Tenancy } from '#libs/tenancy';
import { loadTerritory } from '#libs/territory';
import type { InvitationScope } from './invitations.service.js';

/** What keeps a shop from selling, the first reason first. */
export type Obstacle =
  | 'withdrawn'
  | 'closed'
  | 'suspended'
  | 'paused'
  | 'waiting_no_email'
  | 'waiting_uninvited'
  | 'waiting_mail_unsent'
  | 'waiting_code_expired'
  | 'waiting_invited'
  | 'unconfirmed'
  | 'unfinished'
  | 'no_product';

/** A shop as the help desk sees it. `owners`: their mail addresses. Instants are ISO 8601. */
export interface HelpedShop {
  shopId: string;
  slug: string | null;
  name: string;
  state: string;
  siret: string | null;
  phone: string | null;
  email: string | null;
  addressLine: string | null;
  postcode: string | null;
  communeInsee: string;
  initiativeId: string | null;
  owners: string[];
  invitedAt: string | null;
  obstacle: Obstacle | null;
  missing: MissingPiece[];
}

interface FoundRow extends Omit<HelpedShop, 'obstacle' | 'missing' | 'invitedAt'> {
  invitedAt: Date | null;
  isMailUnsent: boolean;
  hasCode: boolean;
  isUnconfirmed: boolean;
  products: number;
}

const MOST = 20;
/** `FM-2026-0042`, as it stands on slips and in mails: its letters and how many orders there were lead to the shop, no order is read. */
const ORDER_NUMBER = /^[a-z0-9]{1,6}-\d{4}-\d{4,9}$/i;

/** Finds a shop by anything that somebody on the phone can say, and says what blocks it. */
@Injectable()
export class HelpDesk {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly shops: Shops,
    private readonly claims: Claims,
  ) {}

  /**
   * By name, SIRET or SIREN, address of its page, mail address (its own or an owner's), an owner's name, telephone, commune, the code of its letter or
   * the number of one of its orders; 20 at most.
   */
  async find(scope: InvitationScope, text: string, regionCode: string): Promise<HelpedShop[]> {
    const words = text.trim();
    if (words.length < 2) return [];
    const digits = words.replace(/\D/g, '');
    const commune = loadTerritory(regionCode).suggestCommunes(words, 1)[0];
    const code = await this.claims.shopOf(words);
    const rows = await this.tenancy.regionTransaction((tx) =>
      tx.query<FoundRow[]>(FIND, [
        scope === 'region' ? null : scope,
        words.replace(/[%_\\]/g, String.raw`\$&`),
        digits.length >= 6 ? digits.slice(-9) : null,
        digits.length >= 9 ? digits : null,
        words.length > 3 && !words.includes('@') ? (commune?.commune.insee ?? null) : null,
        MOST,
        Clock.now().toString(),
        code,
        ORDER_NUMBER.test(words) ? words.toUpperCase() : null,
      ]),
    );
    return Promise.all(rows.map((row) => this.helped(row)));
  }

  private async helped(row: FoundRow): Promise<HelpedShop> {
    const { isMailUnsent: _, hasCode: __, isUnconfirmed: ___, products: ____, ...shop } = row;
    const missing = row.state === 'claimed' ? await this.missingOf(row.shopId) : [];
    return {
      ...shop,
      invitedAt: row.invitedAt?.toISOString() ?? null,
      missing,
      obstacle: obstacleOf(row, missing),
    };
  }

  private async missingOf(shopId: string): Promise<MissingPiece[]> {
    const checklist = await asShop(shopId, () => this.shops.openingChecklist());
    return checklist.flatMap(({ isDone, piece }) => (isDone ? [] : [piece]));
  }
}

function obstacleOf(row: FoundRow, missing: MissingPiece[]): Obstacle | null {
  const { state } = row;
  if (state === 'withdrawn' || state === 'closed' || state === 'suspended' || state === 'paused') return state;
  if (state === 'provisioned') {
    if (!row.hasCode) return 'waiting_code_expired';
    if (row.invitedAt !== null) return row.isMailUnsent ? 'waiting_mail_unsent' : 'waiting_invited';
    return row.email === null ? 'waiting_no_email' : 'waiting_uninvited';
  }
  if (state === 'claimed') return missing.length === 0 && row.isUnconfirmed ? 'unconfirmed' : 'unfinished';
  return row.products === 0 ? 'no_product' : null;
}

const FIND = `
  with owner as (
    select m.shop_id, array_agg(p.email order by m.created_at) as emails, string_agg(coalesce(p.name, ''), ' ') as names,
      bool_and(p.email_confirmed_at is null) as unconfirmed
    from membership m join person p using (person_id) where m.role = 'owner' group by m.shop_id),
  exact as (
    select $8::uuid as shop_id where $8::uuid is not null
    union all
    select shop_id from shop
    where order_prefix = split_part($9, '-', 1) and last_order_number >= split_part($9, '-', 3)::bigint)
  select s.shop_id as "shopId", a.slug, s.name, s.state, s.siret, s.phone, s.email, s.address_line as "addressLine", s.postcode,
    s.commune_insee as "communeInsee", s.initiative_id as "initiativeId", coalesce(o.emails, '{}') as owners,
    coalesce(o.unconfirmed, false) as "isUnconfirmed", v.created_at as "invitedAt",
    v.created_at is not null and v.sent_at is null as "isMailUnsent",
    exists (select 1 from claim c where c.shop_id = s.shop_id and c.used_at is null and c.expires_at > $7::timestamptz) as "hasCode",
    (select count(*)::int from search_document d where d.shop_id = s.shop_id and d.kind = 'product') as products
  from shop s
  left join shop_address a on a.shop_id = s.shop_id and a.kind = 'current'
  left join owner o on o.shop_id = s.shop_id
  left join lateral (
    select created_at, sent_at from claim_invitation i where i.shop_id = s.shop_id order by created_at desc limit 1) v on true
  where ($1::uuid[] is null or s.initiative_id = any($1::uuid[]))
    and (unaccent(s.name) ilike '%' || unaccent($2) || '%' or unaccent(coalesce(s.legal_name, '')) ilike '%' || unaccent($2) || '%'
      or s.siret like $4 || '%' or a.slug ilike $2 || '%' or s.email ilike $2 || '%'
      or exists (select 1 from unnest(o.emails) as e where e ilike $2 || '%')
      or unaccent(o.names) ilike '%' || unaccent($2) || '%' or s.shop_id in (select e.shop_id from exact e)
      or right(regexp_replace(s.phone, '\\D', '', 'g'), 9) like '%' || $3 or s.commune_insee = $5)
  order by (s.shop_id in (select e.shop_id from exact e)) desc, (lower(s.name) = lower($2)) desc, (s.commune_insee = $5) is true, s.name, s.shop_id limit $6`;

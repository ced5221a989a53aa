import { Injectable } from '@nestjs/common';
import { Tenancy } from '#libs/tenancy';

/** What is written of a deed. No name, no address and nothing that was typed. */
export interface Deed {
  /** Null: the console. */
  personId: string | null;
  /** In which role it was done. */
  role: string;
  /** The route, or the command. */
  action: string;
  /** Ids that the address names. */
  subject: Record<string, string>;
  /** The same for the rows of one deed. */
  requestId: string;
  outcome: 'asked' | 'done' | 'refused';
}

export interface AuditEntry extends Deed {
  number: number;
  /** ISO 8601. */
  at: string;
  /** Null: the console, or an account that is no more. */
  person: string | null;
  /** What the ids of `subject` are called today, by the same keys; without those that are no more. */
  names: Record<string, string>;
}

export interface AuditQuery {
  /** Part of a person's name or address, of an action, or the id or name of what was acted on. */
  text?: string;
  /** Days, both included (ISO dates). */
  from?: string | null;
  until?: string | null;
  page?: number;
  perPage?: number;
}

/** `broken`: number of the first row that is not as it was written; null: none. `head`: hash of the last row, to be kept elsewhere. */
export interface AuditCheck {
  entries: number;
  broken: number | null;
  head: string | null;
}

/** Numbers of the chain come as text: they are 64 bits wide. */
interface Found {
  number: string;
  at: Date;
  found: Omit<AuditEntry, 'number' | 'at'>;
  total: number;
}

type Checked = Omit<AuditCheck, 'broken'> & { broken: string | null };

/** The append-only log of the territory. */
@Injectable()
export class AuditLog {
  constructor(private readonly tenancy: Tenancy) {}

  /** In the caller's transaction of the region, or one of its own. Answers the row's number. */
  async append({ personId, role, action, subject, requestId, outcome }: Deed): Promise<number> {
    return this.tenancy.regionTransaction(async (tx) => {
      const [row] = await tx.query<[{ number: string }]>('select audit_append($1, $2, $3, $4, $5, $6) as number', [
        personId,
        role,
        action,
        subject,
        requestId,
        outcome,
      ]);
      return Number(row.number);
    });
  }

  /** The youngest first. */
  async search({ text = '', from = null, until = null, page = 1, perPage = 50 }: AuditQuery): Promise<{
    total: number;
    entries: AuditEntry[];
  }> {
    return this.tenancy.regionTransaction(async (tx) => {
      const rows = await tx.query<Found[]>(SEARCH_SQL, [text.trim(), from, until, perPage, (page - 1) * perPage]);
      const entries = rows.map(({ found, at, number }): AuditEntry => ({
        ...found,
        number: Number(number),
        at: at.toISOString(),
      }));
      return { total: rows[0]?.total ?? 0, entries };
    });
  }

  /** Reads the chain anew, the whole of it or its last rows: about a second for 100,000. */
  async verify(last: number | null = null): Promise<AuditCheck> {
    return this.tenancy.regionTransaction(async (tx) => {
      const [check] = await tx.query<[Checked]>(VERIFY_SQL, [last]);
      return { ...check, broken: check.broken === null ? null : Number(check.broken) };
    });
  }
}

/** What a deed may be about, by id. */
const NAMED_SQL = `
  select shop_id as id, name from shop
  union all select initiative_id, name from initiative
  union all select import_id, file_name from merchant_import
  union all select closure_id, title from closure_order
  union all select feed_id, name from feed
  union all select file_id, file_name from first_products
  union all select person_id, coalesce(name, email) from person
  union all select r.report_id, s.name from content_report r join shop s using (shop_id)
  union all select d.decision_id, s.name from moderation_decision d join shop s using (shop_id)`;

const SEARCH_SQL = `
  with hits as materialized (
    select n.id::text as id from (${NAMED_SQL}) n where $1 <> '' and strpos(lower(n.name), lower($1)) > 0),
  page as (
    select e.*, p.name as person_name, p.email, count(*) over ()::int as total
    from audit_entry e left join person p using (person_id)
    where ($1 = '' or strpos(lower(concat_ws(' ', p.name, p.email, e.action, e.subject::text)), lower($1)) > 0
        or exists (select from jsonb_each_text(e.subject) s join hits h on h.id = s.value))
      and ($2::date is null or e.at >= $2::date) and ($3::date is null or e.at < $3::date + 1)
    order by e.number desc limit $4 offset $5)
  select e.number, e.at, e.total, jsonb_build_object('personId', e.person_id, 'person', coalesce(e.person_name, e.email), 'role', e.role,
    'action', e.action, 'subject', e.subject, 'requestId', e.request_id, 'outcome', e.outcome, 'names', coalesce((
      select jsonb_object_agg(s.key, n.name) from jsonb_each_text(e.subject) s
      join (${NAMED_SQL}) n on n.id = case when s.value ~ '^[0-9a-f-]{36}$' then s.value::uuid end), '{}')) as found
  from page e order by e.number desc`;

/** $1: how many of the last rows; of the whole chain the first row has number 1 and nothing before it. */
const VERIFY_SQL = `
  with newest as (select number, encode(hash, 'hex') as head from audit_entry order by number desc limit 1),
  chain as (
    select e.number, e.hash = audit_hash(e)
      and case when lag(e.number) over w is not null then e.number = lag(e.number) over w + 1 and e.previous = lag(e.hash) over w
        else $1::bigint is not null or (e.number = 1 and e.previous = '\\x') end as is_whole
    from audit_entry e where $1::bigint is null or e.number > (select number from newest) - $1::bigint
    window w as (order by e.number)
  )
  select count(*)::int as entries, min(number) filter (where not is_whole) as broken, (select head from newest) as head from chain`;

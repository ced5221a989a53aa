import { Injectable } from '@nestjs/common';
import { Tenancy } from '#libs/tenancy';
import { type Language, MEMBERSHIPS_SQL, type Membership, type SignedIn } from './person.js';
import { newSecret, secretHash } from './secret-value.js';

/**
 * How sure it is who sits there: `given`: by a passkey or a code as well; `owed`: the person has one of them and it was not asked for yet;
 * `none`: they have neither.
 */
export type Proof = 'given' | 'owed' | 'none';

/** One signed-in browser. `shopId` is the shop that was chosen on screen; the right to it is checked on every request. */
export interface Session {
  /** Names the session on the list of its person; it opens nothing. */
  id: string;
  shopId: string | null;
  proof: Proof;
  /** Shops that let this person act for them now; each is among the actor's memberships, as `assistant`. */
  assists: { shopId: string; assistanceId: string }[];
  actor: SignedIn;
}

/** A line of the person's list of sessions. Instants are ISO 8601. */
export interface SessionSummary {
  id: string;
  createdAt: string;
  seenAt: string;
  userAgent: string | null;
}

/**
 * Sessions live 30 days after they were last seen. The cookie's value is random and only its SHA-256 is stored; every change of
 * rights gives it a new one, so that a value that was planted or seen before is worth nothing after.
 */
@Injectable()
export class Sessions {
  constructor(private readonly tenancy: Tenancy) {}

  /** Signs a person in and answers the cookie's value. `replaces` is the value that the browser had before. */
  async open(
    personId: string,
    how: { userAgent?: string | null; replaces?: string | null; shopId?: string | null; isProved?: boolean } = {},
  ): Promise<string> {
    const value = newSecret();
    await this.tenancy.publicRead(
      `with gone as (delete from session where id_hash = $4 or expires_at < now())
       insert into session (id_hash, person_id, user_agent, shop_id, proved_at, expires_at)
       values ($1, $2, $3, $5, case when $6 then now() end, ${EXPIRES})`,
      [
        secretHash(value),
        personId,
        how.userAgent?.slice(0, 300) ?? null,
        secretHash(how.replaces ?? ''),
        how.shopId ?? null,
        how.isProved ?? false,
      ],
    );
    return value;
  }

  /** The session of a cookie, with the person and their memberships as they are now; one round trip. */
  async find(value: string): Promise<Session | null> {
    const hash = secretHash(value);
    const [row] = await this.tenancy.publicRead<SessionRow>(FIND, [hash]);
    if (!row) return null;
    if (row.is_stale) {
      await this.tenancy.publicRead(`update session set seen_at = now(), expires_at = ${EXPIRES} where id_hash = $1`, [
        hash,
      ]);
    }
    return { id: hash, shopId: row.shop_id, proof: row.proof, assists: row.assists, actor: actorOf(row) };
  }

  /** Chooses a shop (or none) and answers the cookie's new value; null when the session is over. */
  choose(value: string, shopId: string | null): Promise<string | null> {
    return this.renew(value, 'shop_id = $3', [shopId]);
  }

  /** The person has proved who they are. Answers the cookie's new value; null when the session is over. */
  prove(value: string): Promise<string | null> {
    return this.renew(value, 'proved_at = now()', []);
  }

  private async renew(value: string, change: string, parameters: unknown[]): Promise<string | null> {
    const next = newSecret();
    const rows = await this.tenancy.publicRead(
      `with renewed as (update session set id_hash = $2, ${change} where id_hash = $1 and expires_at > now() returning 1)
       select 1 from renewed`,
      [secretHash(value), secretHash(next), ...parameters],
    );
    return rows.length > 0 ? next : null;
  }

  /** Signs this browser out. */
  async close(value: string): Promise<void> {
    await this.tenancy.publicRead('delete from session where id_hash = $1', [secretHash(value)]);
  }

  /** Signs one browser of the person out, by its id on the list. */
  async closeOne(personId: string, id: string): Promise<void> {
    await this.tenancy.publicRead('delete from session where id_hash = $1 and person_id = $2', [id, personId]);
  }

  /** Signs the person out everywhere, `but` the session of this id. */
  async closeAll(personId: string, but: string | null = null): Promise<void> {
    await this.tenancy.publicRead('delete from session where person_id = $1 and id_hash is distinct from $2', [
      personId,
      but,
    ]);
  }

  async list(personId: string): Promise<SessionSummary[]> {
    const rows = await this.tenancy.publicRead<SummaryRow>(
      `select id_hash, created_at, seen_at, user_agent from session
       where person_id = $1 and expires_at > now() order by seen_at desc`,
      [personId],
    );
    return rows.map((row) => ({
      id: row.id_hash,
      createdAt: row.created_at.toISOString(),
      seenAt: row.seen_at.toISOString(),
      userAgent: row.user_agent,
    }));
  }
}

interface SummaryRow {
  id_hash: string;
  created_at: Date;
  seen_at: Date;
  user_agent: string | null;
}

interface SessionRow {
  person_id: string;
  email: string;
  name: string | null;
  language: Language | null;
  shop_id: string | null;
  is_stale: boolean;
  proof: Proof;
  memberships: Membership[];
  assists: Session['assists'];
}

const EXPIRES = `now() + interval '30 days'`;

/** Written down once an hour at most: most requests of a session write nothing. */
const FIND = `
  select p.person_id, p.email, p.name, p.language, s.shop_id, s.seen_at < now() - interval '1 hour' as is_stale,
    case when s.proved_at is not null then 'given'
      when exists (select from passkey k where k.person_id = s.person_id)
        or exists (select from authenticator a where a.person_id = s.person_id and a.confirmed_at is not null) then 'owed'
      else 'none' end as proof,
    ${MEMBERSHIPS_SQL} as memberships,
    coalesce((select json_agg(json_build_object('shopId', t.shop_id, 'assistanceId', t.assistance_id)) from assistance t
      where t.agent_id = p.person_id and t.agreed_at is not null and t.ended_at is null and t.expires_at > now()
        and exists (select from membership m where m.person_id = p.person_id
          and m.role in ('region_admin', 'initiative_agent', 'support'))), '[]') as assists
  from session s join person p using (person_id)
  where s.id_hash = $1 and s.expires_at > now()`;

const actorOf = (row: SessionRow): SignedIn => ({
  personId: row.person_id,
  email: row.email,
  name: row.name,
  language: row.language,
  memberships: [
    ...row.memberships,
    ...row.assists.map(({ shopId }) => ({ role: 'assistant' as const, shopId, initiativeId: null })),
  ],
});

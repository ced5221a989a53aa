import { Injectable } from '@nestjs/common';
import { Tenancy } from '#libs/tenancy';
import { MEMBERSHIPS_SQL, type SignedIn } from './person.js';
import { newSecret, secretHash } from './secret-value.js';

/** `shopId` is the shop that the token was made for; null acts for a territory. Rights are those of the person now. */
export interface ApiToken {
  id: string;
  shopId: string | null;
  actor: SignedIn;
}

/** Instants are ISO 8601. */
export interface ApiTokenSummary {
  id: string;
  label: string;
  shopId: string | null;
  createdAt: string;
  seenAt: string | null;
}

const PREFIX = 'dvt_';

/** Bearer tokens of the API: `dvt_` and 256 random bits, of which only the SHA-256 is stored. */
@Injectable()
export class ApiTokens {
  constructor(private readonly tenancy: Tenancy) {}

  /** Answers the token; it is not shown again. `label` says where it is used. */
  async create(personId: string, token: { label: string; shopId: string | null }): Promise<string> {
    const secret = PREFIX + newSecret();
    await this.tenancy.publicRead(
      'insert into api_token (token_hash, person_id, shop_id, label) values ($1, $2, $3, $4)',
      [secretHash(secret), personId, token.shopId, token.label.slice(0, 200)],
    );
    return secret;
  }

  async find(secret: string): Promise<ApiToken | null> {
    if (!secret.startsWith(PREFIX)) return null;
    const id = secretHash(secret);
    const [row] = await this.tenancy.publicRead<TokenRow>(FIND, [id]);
    if (!row) return null;
    if (row.is_stale) await this.tenancy.publicRead('update api_token set seen_at = now() where token_hash = $1', [id]);
    const { person_id: personId, email, name, language, memberships } = row;
    return { id, shopId: row.shop_id, actor: { personId, email, name, language, memberships } };
  }

  async list(personId: string): Promise<ApiTokenSummary[]> {
    const rows = await this.tenancy.publicRead<SummaryRow>(
      `select token_hash, label, shop_id, created_at, seen_at from api_token
       where person_id = $1 and revoked_at is null order by created_at desc`,
      [personId],
    );
    return rows.map((row) => ({
      id: row.token_hash,
      label: row.label,
      shopId: row.shop_id,
      createdAt: row.created_at.toISOString(),
      seenAt: row.seen_at?.toISOString() ?? null,
    }));
  }

  async revoke(personId: string, id: string): Promise<void> {
    await this.tenancy.publicRead(
      'update api_token set revoked_at = now() where person_id = $1 and token_hash = $2 and revoked_at is null',
      [personId, id],
    );
  }
}

interface TokenRow {
  person_id: string;
  email: string;
  name: string | null;
  language: SignedIn['language'];
  shop_id: string | null;
  is_stale: boolean;
  memberships: SignedIn['memberships'];
}

interface SummaryRow {
  token_hash: string;
  label: string;
  shop_id: string | null;
  created_at: Date;
  seen_at: Date | null;
}

const FIND = `
  select p.person_id, p.email, p.name, p.language, t.shop_id, coalesce(t.seen_at < now() - interval '1 hour', true) as is_stale,
    ${MEMBERSHIPS_SQL} as memberships
  from api_token t join person p using (person_id)
  where t.token_hash = $1 and t.revoked_at is null`;

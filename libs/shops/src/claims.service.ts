import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Memberships } from '#libs/accounts';
import { Clock, newId, NotFoundError } from '#libs/kernel';
import { Events, SETTINGS, type Settings } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { claimCode, claimCodeHash, formatClaimCode, normalizeClaimCode, withdrawalToken } from './claim-code.js';
import { Openings } from './openings.service.js';
import { CLAIM_DAYS } from './provisioning.service.js';
import type { ShopState } from './shop.entity.js';
import { ClaimExpiredError, ClaimUnknownError, ClaimUsedError } from './shops.errors.js';

/** What an owner's letter says. `code` as printed (`K7QZ9-3M0TX`), `expiresAt` ISO 8601. */
export interface ClaimLetter {
  shopId: string;
  code: string;
  expiresAt: string;
}

interface FoundClaim {
  shopId: string;
  name: string;
  nonce: string;
  usedAt: Date | null;
  isExpired: boolean;
  state: ShopState;
}

/** The take-over of a provisioned shop by its owner. */
@Injectable()
export class Claims {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly memberships: Memberships,
    private readonly openings: Openings,
    private readonly events: Events,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Makes the person owner of the shop that waits for this code, and goes on with its opening; answers its id. The code works once; of two people at
   * the same time one gets it. @throws ClaimUnknownError, ClaimUsedError, ClaimExpiredError
   */
  async claim(typed: string, personId: string): Promise<{ shopId: string }> {
    return this.tenancy.regionTransaction(async (tx) => {
      const { shopId, nonce } = await this.find(tx, typed);
      await tx.query(`update claim set used_at = now(), used_by = $3 where shop_id = $1 and nonce = $2`, [
        shopId,
        nonce,
        personId,
      ]);
      await tx.query(`update shop set state = 'claimed', updated_at = now() where shop_id = $1`, [shopId]);
      await this.memberships.grant(personId, { role: 'owner', shopId, initiativeId: null }, tx);
      await this.openings.enter(personId, shopId, tx);
      await this.events.publish(tx, { type: 'shop.changed', eventId: newId(), shopId: null, shopIds: [shopId] });
      return { shopId };
    });
  }

  /** The name of the shop that waits for this code, without using the code up. @throws as `claim` does */
  async waiting(typed: string): Promise<{ shopId: string; name: string }> {
    return this.tenancy.regionTransaction(async (tx) => {
      const { shopId, name } = await this.find(tx, typed);
      return { shopId, name };
    });
  }

  /** The secret part of the link by which whoever is named has the page removed. */
  withdrawalToken(shopId: string): string {
    return withdrawalToken(this.settings.appSecret, shopId);
  }

  /** The newest working code of each shop that still waits, for letters and e-mails. Territory only. */
  async letters(shopIds: readonly string[]): Promise<ClaimLetter[]> {
    const rows = await this.tenancy.regionTransaction((tx) =>
      tx.query<{ shopId: string; nonce: string; expiresAt: Date }[]>(LETTERS, [shopIds, Clock.now().toString()]),
    );
    return rows.map(({ shopId, nonce, expiresAt }) => ({
      shopId,
      code: formatClaimCode(claimCode(this.settings.appSecret, shopId, nonce)),
      expiresAt: expiresAt.toISOString(),
    }));
  }

  /** A new code in place of all earlier ones: a letter got lost or fell into other hands. @throws NotFoundError */
  async renew(shopId: string): Promise<ClaimLetter> {
    const nonce = randomUUID();
    const code = claimCode(this.settings.appSecret, shopId, nonce);
    const expiresAt = endOfCode();
    await this.tenancy.regionTransaction(async (tx) => {
      const [shop] = await tx.query<unknown[]>(
        `select 1 from shop where shop_id = $1 and state = 'provisioned' for update`,
        [shopId],
      );
      if (!shop) throw new NotFoundError();
      await tx.query(`delete from claim where shop_id = $1 and used_at is null`, [shopId]);
      await tx.query(`insert into claim (shop_id, nonce, code_hash, expires_at) values ($1, $2, $3, $4)`, [
        shopId,
        nonce,
        claimCodeHash(this.settings.appSecret, code),
        expiresAt,
      ]);
    });
    return { shopId, code: formatClaimCode(code), expiresAt };
  }

  /** A working code for each of these shops that waits for its owner and has none. Territory only. */
  async ensureCodes(shopIds: readonly string[]): Promise<void> {
    await this.tenancy.regionTransaction(async (tx) => {
      const without = await tx.query<{ shopId: string }[]>(WITHOUT_CODE, [shopIds, Clock.now().toString()]);
      const codes = without.map(({ shopId }) => {
        const nonce = randomUUID();
        const code = claimCode(this.settings.appSecret, shopId, nonce);
        return { shopId, nonce, hash: claimCodeHash(this.settings.appSecret, code) };
      });
      await tx.query(INSERT_CODES, [JSON.stringify(codes), endOfCode()]);
    });
  }

  /** The shop of a code, used and expired ones as well: for who helps on the telephone. Null: it is none. */
  async shopOf(typed: string): Promise<string | null> {
    const code = normalizeClaimCode(typed);
    if (code === null) return null;
    const hash = claimCodeHash(this.settings.appSecret, code);
    const [found] = await this.tenancy.regionTransaction((tx) =>
      tx.query<{ shop_id: string }[]>('select shop_id from claim where code_hash = $1', [hash]),
    );
    return found?.shop_id ?? null;
  }

  private async find(tx: EntityManager, typed: string): Promise<FoundClaim> {
    const code = normalizeClaimCode(typed);
    if (code === null) throw new ClaimUnknownError();
    const hash = claimCodeHash(this.settings.appSecret, code);
    const [found] = await tx.query<FoundClaim[]>(FIND, [hash, Clock.now().toString()]);
    if (!found || found.state === 'withdrawn') throw new ClaimUnknownError();
    if (found.usedAt !== null || found.state !== 'provisioned') throw new ClaimUsedError();
    if (found.isExpired) throw new ClaimExpiredError();
    return found;
  }
}

const endOfCode = (): string =>
  Clock.now()
    .add({ hours: CLAIM_DAYS * 24 })
    .toString();

const WITHOUT_CODE = `
  select s.shop_id as "shopId" from shop s
  where s.shop_id = any($1::uuid[]) and s.state = 'provisioned' and not exists (
    select 1 from claim c where c.shop_id = s.shop_id and c.used_at is null and c.expires_at > $2::timestamptz)`;

const INSERT_CODES = `
  insert into claim (shop_id, nonce, code_hash, expires_at)
  select "shopId", nonce, hash, $2 from jsonb_to_recordset($1::jsonb) as t("shopId" uuid, nonce uuid, hash text)`;

/** Locks the shop: a second person with the same letter waits here and then finds it used. */
const FIND = `
  select c.shop_id as "shopId", c.nonce, c.used_at as "usedAt", c.expires_at <= $2::timestamptz as "isExpired", s.state,
    s.name
  from claim c join shop s using (shop_id)
  where c.code_hash = $1
  for update`;

const LETTERS = `
  select distinct on (c.shop_id) c.shop_id as "shopId", c.nonce, c.expires_at as "expiresAt"
  from claim c join shop s using (shop_id)
  where c.shop_id = any($1::uuid[]) and s.state = 'provisioned' and c.used_at is null and c.expires_at > $2::timestamptz
  order by c.shop_id, c.created_at desc`;

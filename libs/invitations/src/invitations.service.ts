import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId, NotFoundError } from '#libs/kernel';
import { Jobs } from '#libs/platform';
import { Claims } from '#libs/shops';
import { Tenancy } from '#libs/tenancy';
import { NobodyToInviteError } from './invitations.errors.js';
import * as sql from './invitations-sql.js';

export const INVITATION_MAIL_TASK = 'invitations.claim_mail';

/** All of the region's shops, or those of these initiatives. */
export type InvitationScope = 'region' | readonly string[];
export type Channel = 'mail' | 'letter';

/** Shops at most in one batch. */
const MOST = 10_000;
const LETTERS_AT_ONCE = 500;

/** Shops that wait for their owner and were not invited within 30 days. */
export interface Uninvited {
  byMail: number;
  byLetter: number;
}

/** `sent` of `shops` have left; `claimed` of them were taken over since. */
export interface Batch {
  batchId: string;
  channel: Channel;
  createdAt: Date;
  by: string | null;
  shops: number;
  sent: number;
  claimed: number;
}

/** What is printed for one owner. `code` as `K7QZ9-3M0TX`, `expiresAt` ISO 8601. */
export interface InvitationLetter {
  shopId: string;
  name: string;
  legalName: string | null;
  addressLine: string | null;
  postcode: string | null;
  communeInsee: string;
  slug: string;
  code: string;
  expiresAt: string;
}

/** Owners of shops that were made from files are invited to take them over. */
@Injectable()
export class ClaimInvitations {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly claims: Claims,
    private readonly jobs: Jobs,
  ) {}

  async uninvited(scope: InvitationScope): Promise<Uninvited> {
    const [counts] = await this.tenancy.regionTransaction((tx) =>
      tx.query<Uninvited[]>(sql.COUNT_UNINVITED, [ownersOf(scope)]),
    );
    return counts!;
  }

  /**
   * Invites all who were not: by mail where an address is known, by letter the others; a batch for each initiative, or one of the region. Each
   * gets a working code; of two agents at the same time one invites. Answers the batches. @throws NobodyToInviteError.
   */
  async invite(
    scope: InvitationScope,
    channel: Channel,
    personId: string | null,
  ): Promise<{ batchIds: string[]; shops: number }> {
    return this.tenancy.regionTransaction(async (tx) => {
      await tx.query(sql.LOCK);
      const made = { batchIds: [] as string[], shops: 0 };
      for (const initiativeId of scope === 'region' ? [null] : scope) {
        const owners = initiativeId === null ? null : [initiativeId];
        const found = await tx.query<{ shopId: string }[]>(sql.UNINVITED, [owners, channel, MOST]);
        if (found.length === 0) continue;
        const shopIds = found.map(({ shopId }) => shopId);
        made.batchIds.push(await this.make(tx, { shopIds, channel, personId, initiativeId }));
        made.shops += shopIds.length;
      }
      if (made.shops === 0) throw new NobodyToInviteError();
      return made;
    });
  }

  /** One shop again, by mail, to the address it has. @throws NotFoundError when it does not wait for its owner, or has none. */
  async again(shopId: string, personId: string, initiativeId: string | null): Promise<void> {
    await this.tenancy.regionTransaction(async (tx) => {
      const [shop] = await tx.query<unknown[]>(
        `select 1 from shop where shop_id = $1 and state = 'provisioned' and email is not null for update`,
        [shopId],
      );
      if (!shop) throw new NotFoundError();
      await this.make(tx, { shopIds: [shopId], channel: 'mail', personId, initiativeId });
    });
  }

  /** The newest first, 50 at most. */
  async batches(scope: InvitationScope): Promise<Batch[]> {
    return this.tenancy.regionTransaction((tx) => tx.query<Batch[]>(sql.BATCHES, [ownersOf(scope)]));
  }

  /** The letters of a batch by post code, for shops that still wait for their owner. @throws NotFoundError. */
  async letters(scope: InvitationScope, batchId: string): Promise<AsyncGenerator<InvitationLetter>> {
    const shops = await this.tenancy.regionTransaction(async (tx) => {
      const [batch] = await tx.query<unknown[]>(sql.BATCH, [batchId, ownersOf(scope)]);
      if (!batch) throw new NotFoundError();
      return tx.query<Omit<InvitationLetter, 'code' | 'expiresAt'>[]>(sql.LETTERS, [batchId]);
    });
    return this.withCodes(shops);
  }

  private async *withCodes(shops: Omit<InvitationLetter, 'code' | 'expiresAt'>[]): AsyncGenerator<InvitationLetter> {
    for (let i = 0; i < shops.length; i += LETTERS_AT_ONCE) {
      const some = shops.slice(i, i + LETTERS_AT_ONCE);
      const codes = new Map(
        (await this.claims.letters(some.map(({ shopId }) => shopId))).map((each) => [each.shopId, each]),
      );
      for (const shop of some) {
        const code = codes.get(shop.shopId);
        if (code) yield { ...shop, ...code };
      }
    }
  }

  private async make(
    tx: EntityManager,
    batch: { shopIds: string[]; channel: Channel; personId: string | null; initiativeId: string | null },
  ): Promise<string> {
    const { shopIds, channel, personId, initiativeId } = batch;
    await this.claims.ensureCodes(shopIds);
    const batchId = newId();
    await tx.query('insert into claim_batch (batch_id, initiative_id, channel, created_by) values ($1, $2, $3, $4)', [
      batchId,
      initiativeId,
      channel,
      personId,
    ]);
    await tx.query(sql.INVITE, [batchId, shopIds, channel]);
    if (channel === 'mail') {
      const payloads = shopIds.map((invitedShopId) => ({ shopId: null, invitedShopId, batchId }));
      await this.jobs.enqueueAll(tx, INVITATION_MAIL_TASK, payloads, { maxAttempts: 8 });
    }
    return batchId;
  }
}

const ownersOf = (scope: InvitationScope): readonly string[] | null => (scope === 'region' ? null : scope);

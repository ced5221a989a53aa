import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Memberships } from '#libs/accounts';
import { newId, NotFoundError } from '#libs/kernel';
import { Events, Jobs } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { CLAIM_ANSWER_MAIL_TASK } from './claim-answer-mail.job.js';
import { Openings } from './openings.service.js';

/** Whose requests are meant: all of the region's, or those for shops of these initiatives. */
export type RequestScope = 'region' | readonly string[];

/** Somebody without a code who says that a waiting shop is theirs. `createdAt`: ISO 8601. */
export interface ClaimRequest {
  shopId: string;
  personId: string;
  shopName: string;
  slug: string | null;
  siret: string | null;
  personName: string | null;
  personEmail: string;
  isEmailConfirmed: boolean;
  note: string;
  createdAt: string;
}

/** What an agent decides. `decidedBy` is the agent. */
export interface ClaimDecision {
  shopId: string;
  personId: string;
  decidedBy: string;
  accepted: boolean;
}

/** A SIRET is public, so knowing one proves nothing: without the code of the letter an agent looks into it. */
@Injectable()
export class ClaimRequests {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly memberships: Memberships,
    private readonly openings: Openings,
    private readonly events: Events,
    private readonly jobs: Jobs,
  ) {}

  /** One request a person and shop; asking again replaces what was said. @throws NotFoundError when nothing waits there. */
  async ask(personId: string, shopId: string, note: string): Promise<void> {
    await this.tenancy.regionTransaction(async (tx) => {
      const [shop] = await tx.query<unknown[]>(
        `select 1 from shop where shop_id = $1 and state = 'provisioned' for no key update`,
        [shopId],
      );
      if (!shop) throw new NotFoundError();
      await tx.query(ASK, [shopId, personId, note]);
    });
  }

  /** Whether this person waits for an agent's answer about this shop, or had it refused. */
  async stateOf(personId: string, shopId: string): Promise<'none' | 'waiting' | 'refused'> {
    const [row] = await this.tenancy.regionTransaction((tx) =>
      tx.query<{ accepted: boolean | null }[]>(
        'select accepted from claim_request where shop_id = $1 and person_id = $2',
        [shopId, personId],
      ),
    );
    if (!row) return 'none';
    return row.accepted === null ? 'waiting' : 'refused';
  }

  /** Those that nobody has answered, oldest first; 100 at most. Territory only. */
  async pending(scope: RequestScope): Promise<ClaimRequest[]> {
    const rows = await this.tenancy.regionTransaction((tx) =>
      tx.query<(Omit<ClaimRequest, 'createdAt'> & { createdAt: Date })[]>(PENDING, [scopeParameter(scope)]),
    );
    return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
  }

  /**
   * Gives the shop to who asked, or refuses, and has them told by mail; the shop's letter no longer works once it is given. Of two agents at the same
   * time one decides. @throws NotFoundError when there is no such open request in this scope, or the shop has its owner.
   */
  async decide(scope: RequestScope, decision: ClaimDecision): Promise<void> {
    const { shopId, personId } = decision;
    await this.tenancy.regionTransaction(async (tx) => {
      const [shop] = await tx.query<unknown[]>(
        `select 1 from shop where shop_id = $1 and state = 'provisioned'
           and ($2::uuid[] is null or initiative_id = any($2::uuid[])) for update`,
        [shopId, scopeParameter(scope)],
      );
      if (!shop) throw new NotFoundError();
      await note(tx, decision);
      if (decision.accepted) await this.handOver(tx, shopId, personId);
      const answer = { shopId: null, claimedShopId: shopId, personId };
      await this.jobs.enqueue(tx, CLAIM_ANSWER_MAIL_TASK, answer, { maxAttempts: 8 });
    });
  }

  private async handOver(tx: EntityManager, shopId: string, personId: string): Promise<void> {
    await tx.query(`delete from claim where shop_id = $1 and used_at is null`, [shopId]);
    await tx.query(`update shop set state = 'claimed', updated_at = now() where shop_id = $1`, [shopId]);
    await this.memberships.grant(personId, { role: 'owner', shopId, initiativeId: null }, tx);
    await this.openings.enter(personId, shopId, tx);
    await this.events.publish(tx, { type: 'shop.changed', eventId: newId(), shopId: null, shopIds: [shopId] });
  }
}

async function note(tx: EntityManager, { shopId, personId, decidedBy, accepted }: ClaimDecision): Promise<void> {
  const [, count] = await tx.query<[unknown, number]>(
    `update claim_request set accepted = $4, decided_by = $3, decided_at = now()
     where shop_id = $1 and person_id = $2 and decided_at is null`,
    [shopId, personId, decidedBy, accepted],
  );
  if (count === 0) throw new NotFoundError();
}

const scopeParameter = (scope: RequestScope): readonly string[] | null => (scope === 'region' ? null : scope);

/** A refusal stands until an agent takes it back: asking again does not reopen it. */
const ASK = `
  insert into claim_request as r (shop_id, person_id, note) values ($1, $2, $3)
  on conflict (shop_id, person_id) do update set note = excluded.note where r.decided_at is null`;

const PENDING = `
  select r.shop_id as "shopId", r.person_id as "personId", s.name as "shopName", a.slug, s.siret,
    p.name as "personName", p.email as "personEmail", p.email_confirmed_at is not null as "isEmailConfirmed", r.note,
    r.created_at as "createdAt"
  from claim_request r
  join shop s on s.shop_id = r.shop_id
  join person p on p.person_id = r.person_id
  left join shop_address a on a.shop_id = r.shop_id and a.kind = 'current'
  where r.decided_at is null and s.state = 'provisioned' and ($1::uuid[] is null or s.initiative_id = any($1::uuid[]))
  order by r.created_at limit 100`;

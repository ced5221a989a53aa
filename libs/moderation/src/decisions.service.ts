import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { EntityManager } from 'typeorm';
import { Products } from '#libs/catalog';
import { newId, NotFoundError } from '#libs/kernel';
import { Jobs } from '#libs/platform';
import { type ShopState, Shops } from '#libs/shops';
import { asShop, currentShopId, Tenancy } from '#libs/tenancy';
import { AlreadyDownError, AppealClosedError, DecidedError, SamePersonError } from './moderation.errors.js';
import { CLOSE_REPORT_TASK, DECISION_MAIL_TASK } from './tasks.js';

/** Months in which a shop may complain (article 20, 1). */
export const APPEAL_MONTHS = 6;

/** The statement of reasons (article 17, 3). */
export const statementInput = z.object({
  ground: z.enum(['illegal', 'terms'], { error: 'moderation.ground' }),
  basis: z.string().trim().min(3, 'moderation.basis').max(500),
  facts: z.string().trim().min(10, 'moderation.facts').max(4000),
});
export type Statement = z.output<typeof statementInput>;

export const appealInput = z.object({ appeal: z.string().trim().min(10, 'moderation.appeal').max(4000) });
export const appealAnswerInput = z.object({
  outcome: z.enum(['kept', 'reversed']),
  reasons: z.string().trim().min(10, 'moderation.reasons').max(4000),
});

/** A decision as the shop and the region read it. Instants are ISO 8601. */
export interface Decision extends Statement {
  shopId: string;
  decisionId: string;
  reportId: string | null;
  measure: 'withhold_product' | 'suspend_shop';
  productId: string | null;
  productName: string | null;
  shopName: string;
  decidedAt: string;
  decidedBy: string | null;
  appealUntil: string;
  mayAppeal: boolean;
  appeal: string | null;
  appealedAt: string | null;
  appealOutcome: 'kept' | 'reversed' | null;
  appealReasons: string | null;
  endedAt: string | null;
}

/** What was reported, decided and appealed in the last twelve months: counts of rows (article 24). */
export interface TransparencyCounts {
  reports: { kind: string; count: number }[];
  dismissed: number;
  contested: number;
  acted: number;
  withheld: number;
  suspended: number;
  appeals: number;
  reversed: number;
  medianHours: number | null;
}

/** Taking down with reasons, appeals against it, and its end. */
@Injectable()
export class Decisions {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly jobs: Jobs,
    private readonly shops: Shops,
    private readonly products: Products,
  ) {}

  /** Takes down at once: the product, or the whole shop. The owners get the reasons by mail. @throws AlreadyDownError, NotFoundError */
  async takeDown(
    target: { shopId: string; productId: string | null },
    statement: Statement,
    from: { reportId: string | null; by: string | null },
  ): Promise<void> {
    await asShop(target.shopId, () =>
      this.tenancy.shopTransaction(async (tx) => {
        const measure = target.productId === null ? 'suspend_shop' : 'withhold_product';
        const { was, name } = await this.remove(target.productId);
        const decisionId = newId();
        const { ground, basis, facts } = statement;
        const added = await tx.query<unknown[]>(
          `insert into moderation_decision (shop_id, decision_id, report_id, product_id, product_name, measure, ground, basis, facts, was,
             decided_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing returning 1`,
          [
            target.shopId,
            decisionId,
            from.reportId,
            target.productId,
            name,
            measure,
            ground,
            basis,
            facts,
            was,
            from.by,
          ],
        );
        if (added.length === 0) throw new AlreadyDownError();
        await this.write(tx, decisionId, 'decided');
        const { reportId, by } = from;
        if (reportId !== null)
          await this.jobs.enqueue(tx, CLOSE_REPORT_TASK, { shopId: null, reportId, by, reasons: facts });
      }),
    );
  }

  /** Of the current shop, the youngest first. */
  async ofShop(): Promise<Decision[]> {
    return this.tenancy.shopRead<Decision>(`${SELECT} where m.shop_id = $1 order by m.decided_at desc`, [
      currentShopId(),
    ]);
  }

  /** The current shop complains, within six months and once. @throws AppealClosedError */
  async appeal(decisionId: string, text: string): Promise<void> {
    const appealed = await this.tenancy.shopTransaction((tx) =>
      tx.query<[unknown[], number]>(
        `update moderation_decision set appeal = $3, appealed_at = now()
         where shop_id = $1 and decision_id::text = $2 and appealed_at is null and ended_at is null
           and decided_at > now() - interval '${APPEAL_MONTHS} months' returning 1`,
        [currentShopId(), decisionId, text],
      ),
    );
    if (appealed[1] === 0) throw new AppealClosedError();
  }

  /** For the region: appeals that wait, the oldest first; or what holds, the youngest first. */
  async list(which: 'appeals' | 'standing' | 'over', page: number, perPage: number) {
    const { where, order } = LISTS[which];
    const sql = `select *, (count(*) over ())::int as total from (${SELECT} where ${where}) d order by ${order} limit $1 offset $2`;
    const decisions = await this.tenancy.regionTransaction((tx) =>
      tx.query<(Decision & { total: number })[]>(sql, [perPage, (page - 1) * perPage]),
    );
    return { total: decisions[0]?.total ?? 0, decisions };
  }

  /** @throws NotFoundError */
  async find(decisionId: string): Promise<Decision> {
    const [found] = await this.tenancy.regionTransaction((tx) =>
      tx.query<Decision[]>(`${SELECT} where m.decision_id::text = $1`, [decisionId]),
    );
    if (!found) throw new NotFoundError();
    return found;
  }

  /** Decides on an appeal; not whoever decided first. @throws SamePersonError, DecidedError */
  async answer(
    decisionId: string,
    { outcome, reasons }: z.output<typeof appealAnswerInput>,
    by: string,
  ): Promise<void> {
    const decision = await this.find(decisionId);
    if (decision.decidedBy === by) throw new SamePersonError();
    await asShop(decision.shopId, () =>
      this.tenancy.shopTransaction(async (tx) => {
        const [, count] = await tx.query<[unknown[], number]>(
          `update moderation_decision set appeal_outcome = $3, appeal_reasons = $4, appeal_decided_at = now(), appeal_decided_by = $5
           where shop_id = $1 and decision_id = $2 and appealed_at is not null and appeal_decided_at is null`,
          [decision.shopId, decisionId, outcome, reasons, by],
        );
        if (count === 0) throw new DecidedError();
        if (outcome === 'reversed') await this.restore(tx, decision);
        await this.write(tx, decisionId, 'appeal');
      }),
    );
  }

  /** Takes the measure back, appeal or not. @throws DecidedError when it is over */
  async end(decisionId: string): Promise<void> {
    const decision = await this.find(decisionId);
    await asShop(decision.shopId, () =>
      this.tenancy.shopTransaction(async (tx) => {
        await this.restore(tx, decision);
        await this.write(tx, decisionId, 'ended');
      }),
    );
  }

  /** Of the last twelve months. */
  async counts(): Promise<TransparencyCounts> {
    const [counts] = await this.tenancy.regionTransaction((tx) => tx.query<TransparencyCounts[]>(COUNTS));
    return counts!;
  }

  private async remove(productId: string | null): Promise<{ was: string; name: string | null }> {
    if (productId === null) return { was: await this.shops.suspend(), name: null };
    const { name, wasPublished } = await this.products.withhold(productId);
    return { was: wasPublished ? 'published' : 'draft', name };
  }

  /** As it was before the decision. */
  private async restore(tx: EntityManager, { shopId, decisionId, productId }: Decision): Promise<void> {
    const [[ended]] = (await tx.query(
      `update moderation_decision set ended_at = now() where shop_id = $1 and decision_id = $2 and ended_at is null returning was`,
      [shopId, decisionId],
    )) as [{ was: string }[], number];
    if (!ended) throw new DecidedError();
    if (productId === null) await this.shops.reinstate(ended.was as ShopState);
    else await this.products.giveBack(productId, ended.was === 'published');
  }

  private async write(tx: EntityManager, decisionId: string, about: 'decided' | 'appeal' | 'ended'): Promise<void> {
    await this.jobs.enqueue(tx, DECISION_MAIL_TASK, { shopId: currentShopId(), decisionId, about }, { maxAttempts: 8 });
  }
}

const APPEAL_END = `m.decided_at + interval '${APPEAL_MONTHS} months'`;

const SELECT = `
  select m.shop_id as "shopId", m.decision_id as "decisionId", m.report_id as "reportId", m.measure, m.product_id as "productId",
    m.product_name as "productName", s.name as "shopName", m.ground, m.basis, m.facts, to_json(m.decided_at)#>>'{}' as "decidedAt",
    m.decided_by as "decidedBy", to_json(${APPEAL_END})#>>'{}' as "appealUntil",
    m.ended_at is null and m.appealed_at is null and ${APPEAL_END} > now() as "mayAppeal",
    m.appeal, to_json(m.appealed_at)#>>'{}' as "appealedAt", m.appeal_outcome as "appealOutcome",
    m.appeal_reasons as "appealReasons", to_json(m.ended_at)#>>'{}' as "endedAt"
  from moderation_decision m join shop s on s.shop_id = m.shop_id`;

const LISTS = {
  appeals: {
    where: 'm.appealed_at is not null and m.appeal_decided_at is null and m.ended_at is null',
    order: '"appealedAt"',
  },
  standing: { where: 'm.ended_at is null', order: '"decidedAt" desc' },
  over: { where: 'm.ended_at is not null', order: '"endedAt" desc' },
} as const;

const COUNTS = `
  with r as (select * from content_report where reported_at > now() - interval '12 months'),
    m as (select * from moderation_decision where decided_at > now() - interval '12 months')
  select (select coalesce(json_agg(json_build_object('kind', kind, 'count', n) order by n desc, kind), '[]')
      from (select kind, count(*)::int as n from r group by kind) k) as reports,
    (select count(*)::int from r where outcome = 'dismissed') as dismissed,
    (select count(*)::int from r where complained_at is not null) as contested,
    (select count(*)::int from r where outcome = 'acted') as acted,
    (select count(*)::int from m where measure = 'withhold_product') as withheld,
    (select count(*)::int from m where measure = 'suspend_shop') as suspended,
    (select count(*)::int from m where appealed_at is not null) as appeals,
    (select count(*)::int from m where appeal_outcome = 'reversed') as reversed,
    (select round(extract(epoch from percentile_cont(0.5) within group (order by coalesce(first_decided_at, decided_at) - reported_at)) / 3600)::int
      from r where coalesce(first_decided_at, decided_at) is not null) as "medianHours"`;

import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { newId, NotFoundError } from '#libs/kernel';
import { Jobs } from '#libs/platform';
import { asShop, Tenancy } from '#libs/tenancy';
import { AppealClosedError, DecidedError, ReportedUnknownError, SamePersonError } from './moderation.errors.js';
import { REPORTER_MAIL_TASK } from './tasks.js';

export const REPORT_KINDS = ['illegal', 'counterfeit', 'dangerous', 'misleading', 'privacy', 'other'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** What anybody may send (article 16). Who reports may stay unnamed. */
export const reportInput = z.object({
  kind: z.enum(REPORT_KINDS, { error: 'moderation.kind' }),
  explanation: z.string().trim().min(10, 'moderation.explanation').max(4000),
  name: z.string().trim().max(200).default(''),
  email: z.union([z.literal(''), z.email('accounts.bad_email').max(254)]).default(''),
  sincere: z.literal('1', { error: 'moderation.sincere' }),
});

/** Why whoever reported does not agree with a dismissal (article 20). */
export const complaintInput = z.object({ complaint: z.string().trim().min(10, 'moderation.appeal').max(4000) });

/** A report as the queue shows it. Instants are ISO 8601. */
export interface Report {
  reportId: string;
  shopId: string;
  shopName: string;
  slug: string | null;
  productId: string | null;
  productName: string | null;
  kind: ReportKind;
  explanation: string;
  reporterName: string | null;
  reporterEmail: string | null;
  reportedAt: string;
  outcome: 'dismissed' | 'acted' | null;
  reasons: string | null;
  decidedAt: string | null;
  mayComplain: boolean;
  complaint: string | null;
  complainedAt: string | null;
  /** Of the decision complained of. */
  firstReasons: string | null;
  firstDecidedBy: string | null;
}

/** Where the reported thing is: a shop by the name of its site, and one of its products. */
export interface Reported {
  slug: string;
  handle: string | null;
}

/** What is reported, as it stands now. */
export interface ReportTarget {
  shopId: string;
  name: string;
  productId: string | null;
  productName: string | null;
}

@Injectable()
export class Reports {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly jobs: Jobs,
  ) {}

  /** What stands at the address, as everybody sees it. @throws ReportedUnknownError */
  async target({ slug, handle }: Reported): Promise<ReportTarget> {
    const [address] = await this.tenancy.publicRead<{ shopId: string }>(
      `select shop_id as "shopId" from shop_address where slug = $1 and kind = 'current'`,
      [slug],
    );
    if (!address) throw new ReportedUnknownError();
    const [found] = await asShop(address.shopId, () =>
      this.tenancy.shopRead<Omit<ReportTarget, 'shopId'>>(
        `select s.name, p.product_id as "productId", p.name as "productName" from shop s
         left join product p on p.shop_id = s.shop_id and p.handle = $1 and p.published and p.archived_at is null
         where s.shop_id = current_shop_id() and s.state in ('provisioned', 'claimed', 'open', 'paused')`,
        [handle],
      ),
    );
    if (!found || (handle !== null && found.productId === null)) throw new ReportedUnknownError();
    return { ...found, shopId: address.shopId };
  }

  /** Answers the report's id. Whoever gave an address gets a receipt. @throws ReportedUnknownError */
  async report(reported: Reported, input: z.output<typeof reportInput>): Promise<string> {
    const { shopId, productId, productName } = await this.target(reported);
    const { kind, explanation, name, email } = input;
    const reportId = newId();
    await this.tenancy.regionTransaction(async (tx) => {
      await tx.query(
        `insert into content_report (report_id, shop_id, product_id, product_name, kind, explanation, reporter_name, reporter_email)
         values ($1, $2, $3, $4, $5, $6, nullif($7, ''), nullif($8, ''))`,
        [reportId, shopId, productId, productName, kind, explanation, name, email],
      );
      if (email !== '') await this.jobs.enqueue(tx, REPORTER_MAIL_TASK, { shopId: null, reportId, about: 'receipt' });
    });
    return reportId;
  }

  /** The oldest first where a decision waits, else the youngest. */
  async list(isOpen: boolean, page: number, perPage: number): Promise<{ total: number; reports: Report[] }> {
    return this.tenancy.regionTransaction(async (tx) => {
      const order = isOpen ? 'coalesce(r.complained_at, r.reported_at)' : 'r.decided_at desc';
      const rows = await tx.query<(Report & { total: number })[]>(
        `select ${COLUMNS}, (count(*) over ())::int as total from ${FROM}
         where (r.decided_at is null) = $1 order by ${order} limit $2 offset $3`,
        [isOpen, perPage, (page - 1) * perPage],
      );
      return { total: rows[0]?.total ?? 0, reports: rows };
    });
  }

  /** @throws NotFoundError */
  async find(reportId: string): Promise<Report> {
    const [found] = await this.tenancy.regionTransaction((tx) =>
      tx.query<Report[]>(`select ${COLUMNS} from ${FROM} where r.report_id::text = $1`, [reportId]),
    );
    if (!found) throw new NotFoundError();
    return found;
  }

  /** Whoever reported is told. Not by whoever dismissed what is complained of. @throws SamePersonError, DecidedError */
  async close(
    reportId: string,
    by: string | null,
    { outcome, reasons }: { outcome: 'dismissed' | 'acted'; reasons: string },
  ): Promise<void> {
    if (by !== null && (await this.find(reportId)).firstDecidedBy === by) throw new SamePersonError();
    await this.tenancy.regionTransaction(async (tx) => {
      const [closed] = (await tx.query(
        `update content_report set outcome = $2, reasons = $3, decided_at = now(), decided_by = $4
         where report_id = $1 and decided_at is null returning reporter_email`,
        [reportId, outcome, reasons, by],
      )) as [{ reporter_email: string | null }[], number];
      if (closed.length === 0) throw new DecidedError();
      if (closed[0]!.reporter_email !== null)
        await this.jobs.enqueue(tx, REPORTER_MAIL_TASK, { shopId: null, reportId, about: 'decision' });
    });
  }

  /** Whoever reported complains, within six months and once: the report waits again, for another person. @throws AppealClosedError */
  async complain(reportId: string, { complaint }: z.output<typeof complaintInput>): Promise<void> {
    const [, complained] = await this.tenancy.regionTransaction((tx) =>
      tx.query<[unknown[], number]>(
        `update content_report r set complaint = $2, complained_at = now(), first_reasons = reasons, first_decided_at = decided_at,
           first_decided_by = decided_by, outcome = null, reasons = null, decided_at = null, decided_by = null
         where report_id = $1 and ${MAY_COMPLAIN} returning 1`,
        [reportId, complaint],
      ),
    );
    if (complained === 0) throw new AppealClosedError();
  }

  /** Forgets who reported, six months after the decision. */
  async sweep(): Promise<void> {
    await this.tenancy.regionTransaction((tx) =>
      tx.query(`update content_report set reporter_name = null, reporter_email = null
        where decided_at < now() - interval '6 months' and (reporter_name is not null or reporter_email is not null)`),
    );
  }
}

const MAY_COMPLAIN = `coalesce(r.outcome = 'dismissed' and r.complained_at is null and r.decided_at > now() - interval '6 months', false)`;

const FROM = `content_report r join shop s on s.shop_id = r.shop_id
  left join shop_address a on a.shop_id = r.shop_id and a.kind = 'current'`;

const COLUMNS = `r.report_id as "reportId", r.shop_id as "shopId", s.name as "shopName", a.slug, r.product_id as "productId",
  r.product_name as "productName", r.kind, r.explanation, r.reporter_name as "reporterName", r.reporter_email as "reporterEmail",
  to_json(r.reported_at)#>>'{}' as "reportedAt", r.outcome, r.reasons, to_json(r.decided_at)#>>'{}' as "decidedAt",
  ${MAY_COMPLAIN} as "mayComplain", r.complaint, to_json(r.complained_at)#>>'{}' as "complainedAt",
  r.first_reasons as "firstReasons", r.first_decided_by as "firstDecidedBy"`;

import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#libs/accounts';
import { appealAnswerInput, DecidedError, Decisions, Reports, SamePersonError, statementInput } from '#libs/moderation';
import { redirectTo } from '../../http/flash.js';
import { type FormView, freshForm, parseForm, refusedForm } from '../../http/form.js';
import { page } from '../../http/pages.js';
import { pagerOf } from '../../http/pager.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply } from '../../http/site-request.js';
import { ModerationCards } from './moderation.cards.js';

const PATH = '/territoire/moderation';
const PER_PAGE = 30;
const TABS = ['signalements', 'recours', 'retraits', 'archives'] as const;

const listQuery = z.object({
  vue: z.enum(TABS).catch('signalements'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});
const dismissForm = z.object({ reasons: z.string().trim().min(10, 'moderation.reasons').max(4000) });
const takeDownForm = statementInput.extend({
  what: z.enum(['product', 'shop'], { error: 'moderation.what' }),
});

/** The queue of the region: reports, appeals, and what is down. */
@Controller('@gestion/territoire/moderation')
export class ModerationController {
  constructor(
    private readonly reports: Reports,
    private readonly decisions: Decisions,
    private readonly cards: ModerationCards,
  ) {}

  @Get()
  @Policy('region_admin')
  async list(@Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const { vue, page: number } = parseForm(listQuery, query);
    const { total, cards } = await this.cardsOf(vue, number);
    await page(reply, 'territory/moderation', {
      title: this.cards.say('title'),
      tabs: TABS.map((tab) => ({
        label: this.cards.say(`tab_${tab}`),
        url: `${PATH}?vue=${tab}`,
        isCurrent: tab === vue,
      })),
      cards,
      none: this.cards.say(`none_${vue}`),
      pager: pagerOf({
        page: number,
        perPage: PER_PAGE,
        total,
        path: PATH,
        kept: new URLSearchParams({ vue }),
      }),
    });
  }

  @Get('signalements/:reportId')
  @Policy('region_admin')
  async report(@Actor() actor: SignedIn, @Param('reportId') reportId: string, @Res() reply: Reply): Promise<void> {
    await this.showReport(reply, actor, reportId, freshForm());
  }

  @Post('signalements/:reportId/classement')
  @Policy('region_admin')
  async dismiss(
    @Actor() actor: SignedIn,
    @Param('reportId') reportId: string,
    @Body() body: unknown,
    @Res() reply: Reply,
  ): Promise<void> {
    const report = await this.reports.find(reportId);
    try {
      const { reasons } = parseForm(dismissForm, body);
      await this.reports.close(report.reportId, actor.personId, { outcome: 'dismissed', reasons });
      redirectTo(reply, PATH, { key: 'moderation.dismissed' });
    } catch (error) {
      await this.showReport(reply, actor, reportId, refusedForm(error, body, 'reasons'));
    }
  }

  @Post('signalements/:reportId/retrait')
  @Policy('region_admin')
  async takeDown(
    @Actor() actor: SignedIn,
    @Param('reportId') reportId: string,
    @Body() body: unknown,
    @Res() reply: Reply,
  ): Promise<void> {
    const report = await this.reports.find(reportId);
    try {
      if (report.outcome !== null) throw new DecidedError();
      if (report.firstDecidedBy === actor.personId) throw new SamePersonError();
      const { what, ...statement } = parseForm(takeDownForm, body);
      const target = { shopId: report.shopId, productId: what === 'product' ? report.productId : null };
      await this.decisions.takeDown(target, statement, { reportId, by: actor.personId });
      await this.reports.close(report.reportId, actor.personId, { outcome: 'acted', reasons: statement.facts });
      redirectTo(reply, `${PATH}?vue=retraits`, { key: 'moderation.taken_down' });
    } catch (error) {
      await this.showReport(reply, actor, reportId, refusedForm(error, body, 'what'));
    }
  }

  @Get('retraits/:decisionId')
  @Policy('region_admin')
  async decision(@Actor() actor: SignedIn, @Param('decisionId') id: string, @Res() reply: Reply): Promise<void> {
    await this.showDecision(reply, actor, id, freshForm());
  }

  /** Another person than who decided answers the appeal. */
  @Post('retraits/:decisionId/recours')
  @Policy('region_admin')
  async answer(
    @Actor() actor: SignedIn,
    @Param('decisionId') id: string,
    @Body() body: unknown,
    @Res() reply: Reply,
  ): Promise<void> {
    try {
      await this.decisions.answer(id, parseForm(appealAnswerInput, body), actor.personId);
      redirectTo(reply, `${PATH}?vue=recours`, { key: 'moderation.answered' });
    } catch (error) {
      await this.showDecision(reply, actor, id, refusedForm(error, body, 'reasons'));
    }
  }

  @Post('retraits/:decisionId/fin')
  @Policy('region_admin')
  async end(@Param('decisionId') id: string, @Res() reply: Reply): Promise<void> {
    await this.decisions.end(id);
    redirectTo(reply, `${PATH}?vue=retraits`, { key: 'moderation.ended' });
  }

  private async cardsOf(vue: (typeof TABS)[number], number: number) {
    if (vue === 'signalements') {
      const { total, reports } = await this.reports.list(true, number, PER_PAGE);
      return { total, cards: reports.map((report) => this.cards.report(report)) };
    }
    const which = ({ recours: 'appeals', retraits: 'standing', archives: 'over' } as const)[vue];
    const { total, decisions } = await this.decisions.list(which, number, PER_PAGE);
    return { total, cards: decisions.map((decision) => this.cards.decision(decision)) };
  }

  private async showReport(
    reply: Reply,
    { personId }: SignedIn,
    reportId: string,
    form: FormView & { status?: number },
  ): Promise<void> {
    const report = await this.reports.find(reportId);
    const isOpen = report.outcome === null;
    const view = {
      title: report.productName ?? report.shopName,
      report: this.cards.report(report),
      backUrl: PATH,
      form,
      isOwn: isOpen && report.firstDecidedBy === personId,
      mayDecide: isOpen && report.firstDecidedBy !== personId,
      whats: this.cards.whats(report, form.values['what']),
      grounds: this.cards.grounds(form.values['ground']),
    };
    await page(reply, 'territory/report', view, { status: form.status ?? 200 });
  }

  private async showDecision(
    reply: Reply,
    { personId }: SignedIn,
    id: string,
    form: FormView & { status?: number },
  ): Promise<void> {
    const decision = await this.decisions.find(id);
    const waits = decision.appealedAt !== null && decision.appealOutcome === null && decision.endedAt === null;
    const view = {
      title: decision.productName ?? decision.shopName,
      decision: this.cards.decision(decision),
      backUrl: `${PATH}?vue=${waits ? 'recours' : 'retraits'}`,
      form,
      mayAnswer: waits && decision.decidedBy !== personId,
      isOwn: waits && decision.decidedBy === personId,
      outcomes: this.cards.outcomes(form.values['outcome']),
    };
    await page(reply, 'territory/decision', view, { status: form.status ?? 200 });
  }
}

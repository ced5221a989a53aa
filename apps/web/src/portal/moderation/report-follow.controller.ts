import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { NotFoundError } from '#libs/kernel';
import { complaintInput, ModerationLinks, type Report, Reports } from '#libs/moderation';
import { redirectTo } from '../../http/flash.js';
import { type FormView, freshForm, parseForm, refusedForm } from '../../http/form.js';
import { page } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import type { Reply } from '../../http/site-request.js';
import { momentText } from '../../http/wording.js';
import { say } from '../portal-sentences.js';

/** What became of a report, for who has the link of the mail; a dismissal can be contested here (Regulation (EU) 2022/2065, article 20). */
@Controller('@portal/signalement/suivi')
export class PortalReportFollowController {
  constructor(
    private readonly reports: Reports,
    private readonly links: ModerationLinks,
  ) {}

  @Get(':link')
  @Policy('public', { rate: { max: 60, seconds: 60 } })
  async follow(@Param('link') link: string, @Res() reply: Reply): Promise<void> {
    await this.show(reply, link, freshForm());
  }

  @Post(':link')
  @Policy('public', { rate: { max: 10, seconds: 60 } })
  async complain(@Param('link') link: string, @Body() body: unknown, @Res() reply: Reply): Promise<void> {
    const { reportId } = await this.report(link);
    try {
      await this.reports.complain(reportId, parseForm(complaintInput, body));
    } catch (error) {
      return this.show(reply, link, refusedForm(error, body, 'complaint'));
    }
    redirectTo(reply, `/signalement/suivi/${link}`, { key: 'report.contested' });
  }

  /** @throws NotFoundError for a link that is none of ours */
  private async report(link: string): Promise<Report> {
    const reportId = this.links.reportOf(link);
    if (reportId === null) throw new NotFoundError();
    return this.reports.find(reportId);
  }

  private async show(reply: Reply, link: string, form: FormView & { status?: number }): Promise<void> {
    const report = await this.report(link);
    const { productName, shopName, outcome, reportedAt, decidedAt } = report;
    reply.header('referrer-policy', 'same-origin').header('cache-control', 'private, no-store');
    const view = {
      title: say('report.follow_title'),
      noindex: true,
      what: productName === null ? shopName : say('report.product_of', { product: productName, shop: shopName }),
      sentAt: say('report.sent_on', { moment: momentText(new Date(reportedAt)) }),
      state: say(`report.state_${outcome ?? (report.complaint === null ? 'waiting' : 'again')}`),
      next:
        outcome === null ? say(report.reporterEmail === null ? 'report.keep_address' : 'report.mail_follows') : null,
      decidedAt: decidedAt && say('report.decided_on', { moment: momentText(new Date(decidedAt)) }),
      report,
      action: `/signalement/suivi/${link}`,
      form,
    };
    await page(reply, 'portal/report-follow', view, { status: form.status ?? 200 });
  }
}

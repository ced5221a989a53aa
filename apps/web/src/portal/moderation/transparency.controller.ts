import { Controller, Get, Res } from '@nestjs/common';
import { Decisions } from '#libs/moderation';
import { page } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import type { Reply } from '../../http/site-request.js';
import { figureText } from '../../http/wording.js';
import { say, sayPlural } from '../portal-sentences.js';

/** What was reported and taken down, counted from the rows themselves (Regulation (EU) 2022/2065, article 24). */
@Controller('@portal/transparence')
export class PortalTransparencyController {
  constructor(private readonly decisions: Decisions) {}

  @Get()
  @Policy('public')
  async show(@Res() reply: Reply): Promise<void> {
    const { reports, medianHours, ...counts } = await this.decisions.counts();
    const total = reports.reduce((sum, { count }) => sum + count, 0);
    const figures = { reports: total, ...counts };
    await page(reply, 'portal/transparency', {
      title: say('transparency.title'),
      description: say('transparency.lead'),
      canonical: '/transparence',
      figures: Object.entries(figures).map(([key, count]) => ({
        label: say(`transparency.${key}`),
        value: figureText(count),
      })),
      kinds: reports.map(({ kind, count }) => ({ label: say(`report.kind_${kind}`), value: figureText(count) })),
      median: medianHours === null ? null : sayPlural('transparency.median', medianHours),
    });
  }
}

import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { z } from 'zod';
import { Attempts } from '#libs/accounts';
import { isSlug } from '#libs/kernel';
import { ModerationLinks, REPORT_KINDS, reportInput, Reports } from '#libs/moderation';
import { redirectTo } from '../../http/flash.js';
import { type FormView, freshForm, parseForm, refusedForm } from '../../http/form.js';
import { page } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import type { Reply, Request } from '../../http/site-request.js';
import { say } from '../portal-sentences.js';

const targetQuery = z.object({
  boutique: z.string().refine(isSlug).catch(''),
  produit: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,99}$/)
    .nullable()
    .catch(null),
});

/** « Signaler un contenu »: anybody tells the region what should not be there (Regulation (EU) 2022/2065, article 16). */
@Controller('@portal/signalement')
export class PortalReportController {
  constructor(
    private readonly reports: Reports,
    private readonly attempts: Attempts,
    private readonly links: ModerationLinks,
  ) {}

  @Get()
  @Policy('public')
  async form(@Query() query: unknown, @Res() reply: Reply): Promise<void> {
    await this.show(reply, query, freshForm());
  }

  @Post()
  @Policy('public', { rate: { max: 10, seconds: 60 } })
  async send(
    @Req() request: Request,
    @Query() query: unknown,
    @Body() body: unknown,
    @Res() reply: Reply,
  ): Promise<void> {
    const { boutique: slug, produit: handle } = targetQuery.parse(query ?? {});
    let url: string;
    try {
      const input = parseForm(reportInput, body);
      await this.attempts.count([{ kind: 'report.address', subject: request.ip, limit: 20, windowSeconds: 3600 }]);
      ({ url } = this.links.report(await this.reports.report({ slug, handle }, input)));
    } catch (error) {
      return this.show(reply, query, refusedForm(error, body, 'explanation'));
    }
    redirectTo(reply, new URL(url).pathname, { key: 'report.received' });
  }

  private async show(reply: Reply, query: unknown, form: FormView & { status?: number }): Promise<void> {
    const { boutique: slug, produit: handle } = targetQuery.parse(query ?? {});
    const { name, productName } = await this.reports.target({ slug, handle });
    const search = new URLSearchParams({ boutique: slug, ...(handle !== null && { produit: handle }) });
    await page(
      reply,
      'portal/report',
      {
        title: say('report.title'),
        description: say('report.title'),
        canonical: '/signalement',
        noindex: true,
        what: productName === null ? name : say('report.product_of', { product: productName, shop: name }),
        action: `/signalement?${search.toString()}`,
        form,
        kinds: REPORT_KINDS.map((value) => ({
          value,
          label: say(`report.kind_${value}`),
          isSelected: form.values['kind'] === value,
        })),
      },
      { status: form.status ?? 200 },
    );
  }
}

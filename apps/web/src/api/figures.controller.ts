import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#libs/accounts';
import { Figures, GROUPINGS } from '#libs/figures';
import { scopeOf } from '../http/actor-scope.js';
import { parseForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import { describeRoute } from '../http/route-description.js';
import { Actor } from '../http/site-request.js';

const query = z.object({ by: z.enum(GROUPINGS).default('epci') });
const counts = {
  establishments: z.int().nullable(),
  portal: z.int(),
  open: z.int(),
  stocked: z.int(),
  collectable: z.int(),
  ordered: z.int(),
  orders: z.int(),
  cents: z.int(),
};
const answer = z.object({
  total: z.object(counts),
  by: z.enum(GROUPINGS),
  rows: z.array(z.object({ key: z.string(), label: z.string(), ...counts })),
  flow: z.object({
    invited: z.int(),
    opened: z.int(),
    invitedToOpen: z.number().nullable(),
    openToOrder: z.number().nullable(),
    invitedToOrder: z.number().nullable(),
  }),
  weeks: z.array(z.object({ day: z.iso.date(), open: z.int() })),
  feeds: z.object({
    feeds: z.int(),
    fine: z.int(),
    failing: z.int(),
    held: z.int(),
    hidden: z.int(),
    unread: z.int(),
    products: z.int(),
    places: z.int(),
    changes: z.int(),
  }),
  unmet: z.array(z.object({ words: z.string(), searches: z.int() })),
});

/** The territory's figures for programs, by the bearer token of an agent or admin. */
@Controller('@portal/api/v1/territory/figures')
export class FiguresApiController {
  constructor(private readonly figures: Figures) {}

  @Get()
  @Policy('api_territory')
  async show(@Actor() actor: SignedIn, @Query() asked: unknown): Promise<z.infer<typeof answer>> {
    const { by } = parseForm(query, asked);
    const scope = scopeOf(actor);
    return {
      total: await this.figures.total(scope),
      by,
      rows: await this.figures.by(scope, by),
      flow: await this.figures.flow(scope),
      weeks: await this.figures.weeks(scope),
      feeds: await this.figures.feeds(scope),
      unmet: await this.figures.unmet(),
    };
  }
}

describeRoute({
  method: 'get',
  path: '/territory/figures',
  policy: 'api_territory',
  summary:
    'Shops in numbers: of all the retail establishments, on the portal, open, with ten products, collectable within 7 days, ordered from within 30 days; how feeds do; what was looked for and not found; amounts in cents, times in days',
  query,
  answers: { 200: { description: 'The figures of the token’s territory, computed now', schema: answer } },
  problems: { 401: ['http.bad_token'], 422: ['input.invalid'] },
});

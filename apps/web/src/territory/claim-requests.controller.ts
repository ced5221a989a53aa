import { Body, Controller, Get, Inject, Post, Res } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#libs/accounts';
import { formatSiret } from '#libs/kernel';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { ClaimRequests } from '#libs/shops';
import { scopeOf } from '../http/actor-scope.js';
import { redirectTo } from '../http/flash.js';
import { parseForm } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import { Actor, type Reply } from '../http/site-request.js';

const decisionForm = z.object({ shop: z.uuid(), person: z.uuid(), decision: z.enum(['accept', 'refuse']) });

/** People without a code who say that a waiting shop is theirs: an agent calls the shop, then decides. */
@Controller('@gestion/territoire/demandes')
export class ClaimRequestsController {
  constructor(
    private readonly requests: ClaimRequests,
    private readonly pages: Pages,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Policy('initiative_agent')
  async list(@Actor() actor: SignedIn, @Res() reply: Reply): Promise<void> {
    const pending = await this.requests.pending(scopeOf(actor));
    await page(reply, 'territory/claim-requests', {
      title: this.pages.say('territory', 'requests.title'),
      requests: pending.map((request) => ({
        ...request,
        siretText: request.siret && formatSiret(request.siret),
        shopUrl: publicOrigin(this.settings, request.slug ?? undefined),
        day: request.createdAt.slice(0, 10),
      })),
    });
  }

  @Post()
  @Policy('initiative_agent')
  async decide(@Actor() actor: SignedIn, @Body() body: unknown, @Res() reply: Reply): Promise<void> {
    const { shop: shopId, person: personId, decision } = parseForm(decisionForm, body);
    const accepted = decision === 'accept';
    await this.requests.decide(scopeOf(actor), { shopId, personId, decidedBy: actor.personId, accepted });
    redirectTo(reply, '/territoire/demandes', { key: accepted ? 'requests.accepted' : 'requests.refused' });
  }
}

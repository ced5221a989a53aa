import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { Attempts } from '#libs/accounts';
import { NotFoundError } from '#libs/kernel';
import { SETTINGS, type Settings } from '#libs/platform';
import { roundCalendar, type RoundDetails, Rounds } from '#libs/rounds';
import { loadTerritory } from '#libs/territory';
import { page } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply, Request } from '../http/site-request.js';
import { say } from './basket-sentences.js';
import { roundView } from './round.page.js';

const MISSES = 19;
const MISS_SECONDS = 900;

/** The customer's round, by the secret link alone. */
@Controller('@portal/tournees')
export class PortalRoundController {
  constructor(
    private readonly rounds: Rounds,
    private readonly attempts: Attempts,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get(':token')
  @Policy('customer_link')
  async show(@Req() request: Request, @Res() reply: Reply, @Param('token') token: string): Promise<void> {
    const round = await this.find(request, token);
    const from = round.from && loadTerritory(this.settings.regionCode).commune(round.from.insee);
    reply.header('cache-control', 'private, no-store').header('referrer-policy', 'same-origin');
    await page(
      reply,
      'portal/round',
      roundView(round, from?.name ?? null, (status) => say(`journey.status.${status}`)),
    );
  }

  @Get(':token/agenda.ics')
  @Policy('customer_link')
  async calendar(@Req() request: Request, @Res() reply: Reply, @Param('token') token: string): Promise<void> {
    const round = await this.find(request, token);
    reply
      .header('cache-control', 'private, no-store')
      .header('content-disposition', 'attachment; filename="tournee.ics"')
      .type('text/calendar; charset=utf-8');
    void reply.send(roundCalendar(round, this.settings.baseDomain));
  }

  /** Whoever tries links that lead nowhere is stopped; a customer with a link is not. */
  private async find(request: Request, token: string): Promise<RoundDetails> {
    const round = await this.rounds.byToken(token);
    if (round) return round;
    await this.attempts.count([
      { kind: 'round.link', subject: request.ip, limit: MISSES, windowSeconds: MISS_SECONDS },
    ]);
    throw new NotFoundError();
  }
}

import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#libs/accounts';
import { PlaceMatches } from '#libs/federation';
import { Twins } from '#libs/shops';
import { scopeOf } from '../../http/actor-scope.js';
import { redirectTo } from '../../http/flash.js';
import { parseForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply } from '../../http/site-request.js';
import { matchView, twinOf, twinView } from './match.mapper.js';

const PATH = '/territoire/doublons';
const SHOWN = 50;
/** Rows of bulk lists that are looked at, those that wait first. */
const MOST_ROWS = 500;
const TWIN_DECISIONS = { same: 'same', apart: 'different', undo: null } as const;
const decisionForm = z.object({ matchId: z.string(), decision: z.enum(['same', 'apart', 'undo']) });

/** Two descriptions side by side, of feeds or of a bulk list and a shop: one place, or two? */
@Controller('@gestion/territoire/doublons')
export class MatchesController {
  constructor(
    private readonly matches: PlaceMatches,
    private readonly twins: Twins,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('initiative_agent')
  async list(@Actor() actor: SignedIn, @Res() reply: Reply): Promise<void> {
    const scope = scopeOf(actor);
    const [matches, twins] = await Promise.all([this.matches.list(scope), this.twins.list(scope, MOST_ROWS)]);
    const all = [
      ...twins.map((twin) => twinView(twin, this.say)),
      ...matches.map((match) => matchView(match, this.say)),
    ];
    const open = all.filter(({ isDecided }) => !isDecided);
    const decided = all.filter(({ isDecided }) => isDecided);
    await page(reply, 'territory/matches', {
      title: this.say('title'),
      count: open.length,
      open: open.slice(0, SHOWN),
      decided: decided.slice(0, SHOWN),
    });
  }

  @Post()
  @Policy('initiative_agent')
  async decide(@Actor() actor: SignedIn, @Body() body: unknown, @Res() reply: Reply): Promise<void> {
    const { matchId, decision } = parseForm(decisionForm, body);
    const twinId = twinOf(matchId);
    const scope = scopeOf(actor);
    const { personId } = actor;
    if (twinId === null) await this.matches.decide(matchId, scope, decision === 'undo' ? null : decision, personId);
    else await this.twins.decide(twinId, scope, TWIN_DECISIONS[decision], personId);
    redirectTo(reply, PATH, { key: `matches.done_${decision}` });
  }

  private readonly say = (key: string, values: Record<string, unknown> = {}): string =>
    this.pages.say('territory', `matches.${key}`, values);
}

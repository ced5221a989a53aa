import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#libs/accounts';
import { type MatchSide, type PlaceMatch, PlaceMatches } from '#libs/federation';
import { scopeOf } from '../../http/actor-scope.js';
import { redirectTo } from '../../http/flash.js';
import { parseForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply } from '../../http/site-request.js';
import { momentText, tradeText } from '../../http/wording.js';

const PATH = '/territoire/doublons';
const SHOWN = 50;
/** What an agent compares, in this order. */
const FIELDS = ['name', 'siret', 'trade', 'addressLine', 'postcode', 'communeInsee', 'phone', 'url', 'description'];

const decisionForm = z.object({ matchId: z.string(), decision: z.enum(['same', 'apart', 'undo']) });

/** Two descriptions side by side: one place, or two? */
@Controller('@gestion/territoire/doublons')
export class MatchesController {
  constructor(
    private readonly matches: PlaceMatches,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('initiative_agent')
  async list(@Actor() actor: SignedIn, @Res() reply: Reply): Promise<void> {
    const all = await this.matches.list(scopeOf(actor));
    const open = all.filter(({ decision }) => decision === null);
    const decided = all.filter(({ decision }) => decision !== null);
    await page(reply, 'territory/matches', {
      title: this.say('title'),
      count: open.length,
      open: open.slice(0, SHOWN).map((match) => this.view(match)),
      decided: decided.slice(0, SHOWN).map((match) => this.view(match)),
    });
  }

  @Post()
  @Policy('initiative_agent')
  async decide(@Actor() actor: SignedIn, @Body() body: unknown, @Res() reply: Reply): Promise<void> {
    const { matchId, decision } = parseForm(decisionForm, body);
    await this.matches.decide(matchId, scopeOf(actor), decision === 'undo' ? null : decision, actor.personId);
    redirectTo(reply, PATH, { key: `matches.done_${decision}` });
  }

  private view({ matchId, reason, decision, decidedAt, left, right }: PlaceMatch) {
    const fields = FIELDS.filter((field) => valueOf(left, field) !== null || valueOf(right, field) !== null);
    return {
      matchId,
      id: matchId.replaceAll('.', '-'),
      name: left.name,
      reason: this.say(`reason.${reason}`),
      summary: decision && decidedAt && [left.name, this.say(`decided.${decision}`), momentText(decidedAt)].join(', '),
      sources: [left, right].map(({ sources, isShop }) => (isShop ? this.say('our_shop') : sources.join(', '))),
      lines: fields.map((field) => ({
        label: this.say(`field.${field}`),
        left: valueOf(left, field) ?? '–',
        right: valueOf(right, field) ?? '–',
        isSame: valueOf(left, field) === valueOf(right, field),
      })),
    };
  }

  private say(key: string): string {
    return this.pages.say('territory', `matches.${key}`);
  }
}

function valueOf({ fields }: MatchSide, name: string): string | null {
  const found = fields.find(({ field }) => field === name);
  if (!found) return null;
  return name === 'trade' ? tradeText(String(found.value)) : String(found.value);
}

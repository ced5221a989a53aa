import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { appealInput, type Decision, Decisions } from '#libs/moderation';
import { redirectTo } from '../../http/flash.js';
import { type FormView, freshForm, parseForm, refusedForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import type { Reply } from '../../http/site-request.js';
import { dateText } from '../../http/wording.js';

const PATH = '/moderation';

/** « Décisions de la région »: what was taken down in the shop, why, and the shop's appeal. */
@Controller('@gestion/moderation')
export class ShopModerationController {
  constructor(
    private readonly decisions: Decisions,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('shop_member')
  async show(@Res() reply: Reply): Promise<void> {
    await this.showPage(reply, null, freshForm());
  }

  @Post(':decisionId/recours')
  @Policy('shop_owner')
  async appeal(@Res() reply: Reply, @Param('decisionId') decisionId: string, @Body() body: unknown): Promise<void> {
    try {
      await this.decisions.appeal(decisionId, parseForm(appealInput, body).appeal);
      redirectTo(reply, PATH, { key: 'moderation.appealed' });
    } catch (error) {
      await this.showPage(reply, decisionId, refusedForm(error, body, 'appeal'));
    }
  }

  private async showPage(reply: Reply, appealed: string | null, form: FormView & { status?: number }): Promise<void> {
    const decisions = (await this.decisions.ofShop()).map((decision) => this.card(decision, appealed, form));
    const view = { title: this.say('title'), decisions, form };
    await page(reply, 'merchant/moderation', view, { status: form.status ?? 200 });
  }

  private card(decision: Decision, appealed: string | null, form: FormView) {
    const { decisionId, productName, decidedAt, appealUntil, appealedAt, endedAt, appealOutcome } = decision;
    return {
      ...decision,
      what: productName ?? this.say('whole_shop'),
      isOver: endedAt !== null,
      when: this.say('when', { day: dateText(decidedAt) }),
      until: this.say('until', { day: dateText(appealUntil) }),
      groundLabel: this.say(`ground_${decision.ground}`),
      appealWhen: appealedAt === null ? null : this.say('appealed_on', { day: dateText(appealedAt) }),
      outcome: appealOutcome === null ? null : this.say(`outcome_${appealOutcome}`),
      action: `${PATH}/${decisionId}/recours`,
      typed: decisionId === appealed ? form.values['appeal'] : '',
      error: decisionId === appealed ? form.errors['appeal'] : null,
      fieldId: decisionId === appealed ? 'appeal' : `appeal-${decisionId}`,
    };
  }

  private say(key: string, values?: Record<string, unknown>): string {
    return this.pages.say('merchant', `moderation.${key}`, values);
  }
}

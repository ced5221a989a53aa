import { Injectable } from '@nestjs/common';
import { Registrations } from '#libs/accounts';
import { type OpeningDraft, Openings } from '#libs/shops';
import { type FlashMessage, redirectTo } from '../../http/flash.js';
import type { FormView } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import type { Reply } from '../../http/site-request.js';
import { type Screen, screenAfter, screenHead, screenPath } from './opening-step.js';

export type Form = FormView & { status?: number };
/** What a form or a query sends. */
export type Typed = Record<string, unknown>;

/** One screen after the other. */
@Injectable()
export class OpeningJourney {
  constructor(
    private readonly openings: Openings,
    private readonly registrations: Registrations,
    private readonly pages: Pages,
  ) {}

  /** Draws `merchant/views/opening/<screen>.hbs`. */
  async show(reply: Reply, screen: Screen, model: { form: Form } & Typed): Promise<void> {
    const { actor } = reply.request.site;
    const isUnconfirmed = actor !== null && !(await this.registrations.isConfirmed(actor.personId));
    const head = { ...screenHead(screen), unconfirmedEmail: isUnconfirmed ? actor.email : null };
    const title = this.say(`opening.${screen}.title`);
    if (model.form.status === 429) reply.header('retry-after', 60);
    await page(reply, `merchant/opening/${screen}`, { title, head, ...model }, { status: model.form.status ?? 200 });
  }

  /** This screen is done: keeps what it said and goes to the next one. */
  async advance(reply: Reply, screen: Screen, draft?: OpeningDraft, flash?: FlashMessage): Promise<void> {
    const { actor, actingShopId } = reply.request.site;
    const next = screenAfter(screen);
    const opening = actor && (await this.openings.find(actor.personId));
    if (opening && opening.shopId === actingShopId) {
      await this.openings.save(actor.personId, { step: next, ...(draft && { draft }) });
    }
    redirectTo(reply, screenPath(next), flash);
  }

  say(key: string, values: Record<string, unknown> = {}): string {
    return this.pages.say('merchant', key, values);
  }
}

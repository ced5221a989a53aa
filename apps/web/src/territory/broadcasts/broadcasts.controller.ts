import { Body, Controller, Get, Inject, Post, Res } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#libs/accounts';
import { broadcastInput, Broadcasts } from '#libs/broadcasts';
import { Initiatives } from '#libs/imports';
import { newId } from '#libs/kernel';
import { SETTINGS, type Settings } from '#libs/platform';
import { allTrades, loadTerritory } from '#libs/territory';
import { scopeOf } from '../../http/actor-scope.js';
import { redirectTo } from '../../http/flash.js';
import { type FormView, freshForm, parseForm, refusedForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply } from '../../http/site-request.js';
import { figureText, momentText, tradeText } from '../../http/wording.js';

const PATH = '/territoire/messages';
/** `key`: made with the preview, so that two presses of the button send one message. */
const stepForm = z.object({ step: z.string().optional(), key: z.uuid().optional() });

/** « Messages »: written to many merchants at once, looked at before they go, followed while they do. */
@Controller('@gestion/territoire/messages')
export class BroadcastsController {
  constructor(
    private readonly broadcasts: Broadcasts,
    private readonly initiatives: Initiatives,
    private readonly pages: Pages,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Policy('initiative_agent')
  async show(@Actor() actor: SignedIn, @Res() reply: Reply): Promise<void> {
    await this.showPage(reply, actor, freshForm());
  }

  /** First whom it would reach, then the message: the button says which. */
  @Post()
  @Policy('initiative_agent', { rate: { max: 20, seconds: 60 } })
  async write(@Actor() actor: SignedIn, @Body() body: unknown, @Res() reply: Reply): Promise<void> {
    const scope = scopeOf(actor);
    try {
      const input = parseForm(broadcastInput, body);
      const { step, key } = parseForm(stepForm, body);
      if (step !== 'send') {
        const preview = await this.broadcasts.preview(scope, input);
        return await this.showPage(reply, actor, freshForm({ ...input }), preview);
      }
      const senderName = await this.senderOf(actor);
      const count = await this.broadcasts.send(scope, input, {
        broadcastId: key ?? newId(),
        personId: actor.personId,
        senderName,
      });
      redirectTo(reply, PATH, { key: 'broadcasts.sent', values: { count } });
    } catch (error) {
      await this.showPage(reply, actor, refusedForm(error, body, 'subject'));
    }
  }

  private async senderOf(actor: SignedIn): Promise<string> {
    const scope = scopeOf(actor);
    const mine = scope === 'region' ? [] : await this.initiatives.list(scope);
    return mine.length > 0 ? mine.map(({ name }) => name).join(', ') : this.region().region.name;
  }

  private region() {
    return loadTerritory(this.settings.regionCode);
  }

  private async showPage(
    reply: Reply,
    actor: SignedIn,
    form: FormView & { status?: number },
    preview: { shops: number; mails: number } | null = null,
  ): Promise<void> {
    const sent = await this.broadcasts.list(scopeOf(actor));
    const { trade, department, state } = form.values;
    const options = (all: string, chosen: unknown, entries: { value: string; label: string }[]) =>
      [{ value: '', label: this.say(all) }, ...entries].map((entry) => ({
        ...entry,
        isSelected: entry.value === (chosen ?? ''),
      }));
    const view = {
      title: this.say('title'),
      form,
      preview: preview && {
        text: this.say('reaches', { ...preview }),
        isNobody: preview.shops === 0,
        key: newId(),
        ...form.values,
      },
      trades: options(
        'all_trades',
        trade,
        allTrades().map(({ code }) => ({ value: code, label: tradeText(code) })),
      ),
      departments: options('all_departments', department, this.departments()),
      states: options(
        'all',
        state,
        ['open', 'preparing'].map((value) => ({ value, label: this.say(`state_${value}`) })),
      ),
      sent: sent.map(({ sentAt, shops, mailed, read, ...message }) => ({
        ...message,
        when: momentText(new Date(sentAt)),
        progress: this.say('progress', {
          shops: figureText(shops),
          mailed: figureText(mailed),
          read: figureText(read),
        }),
        isGoing: mailed < shops,
      })),
      refreshSeconds: sent.some(({ mailed, shops }) => mailed < shops) ? 5 : null,
    };
    await page(reply, 'territory/broadcasts', view, { status: form.status ?? 200 });
  }

  private departments(): { value: string; label: string }[] {
    const names = new Map(this.region().communes.map((each) => [each.departement, each.departementName]));
    return [...names]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([value, name]) => ({ value, label: `${value} ${name}` }));
  }

  private readonly say = (key: string, values?: Record<string, unknown>): string =>
    this.pages.say('territory', `broadcasts.${key}`, values);
}

import { Body, Controller, Get, Inject, Param, Post, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { type ClosurePreview, Closures } from '#libs/closures';
import { Clock } from '#libs/kernel';
import { dateAt } from '#libs/pickup';
import { SETTINGS, type Settings } from '#libs/platform';
import { loadTerritory, type Territory } from '#libs/territory';
import { redirectTo } from '../../http/flash.js';
import { type FormView, freshForm, refusedForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply } from '../../http/site-request.js';
import { atFields, closureOfForm, typedClosure } from './closure.form.js';
import { closureCard, closureChoices } from './closure.mapper.js';
import { tradeText } from '../../http/wording.js';

const PATH = '/territoire/arretes';
const SHOWN_TRADES = 8;

/** Closure orders: what holds, what an order would touch before it is written, its end and its undoing. */
@Controller('@gestion/territoire/arretes')
export class ClosuresController {
  private readonly territory: Territory;

  constructor(
    private readonly closures: Closures,
    private readonly pages: Pages,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.territory = loadTerritory(settings.regionCode);
  }

  @Get()
  @Policy('region_admin')
  async list(@Res() reply: Reply): Promise<void> {
    const closures = await this.closures.list();
    const cards = closures.map((closure) => closureCard(closure, this.territory, today(), this.say));
    await page(reply, 'territory/closures', { title: this.say('title'), closures: cards });
  }

  @Get('nouveau')
  @Policy('region_admin')
  async ask(@Res() reply: Reply): Promise<void> {
    await this.showForm(reply, freshForm({ from: today(), collection: 'door', kind: 'region' }));
  }

  /** First what the order would touch, then the order: the button says which. */
  @Post()
  @Policy('region_admin')
  async write(@Actor() actor: SignedIn, @Body() body: unknown, @Res() reply: Reply): Promise<void> {
    const typed = typedClosure(body);
    try {
      const input = closureOfForm(typed, this.territory);
      if (typed.step === 'preview') {
        const preview = await this.closures.preview(input);
        return await this.showForm(reply, freshForm(typed), preview);
      }
      const { shops } = await this.closures.create(input, actor.personId);
      redirectTo(reply, PATH, { key: 'closures.created', values: { shops } });
    } catch (error) {
      await this.showForm(reply, refusedForm(atFields(error, typed.kind), typed));
    }
  }

  /** Today is its last day. */
  @Post(':closureId/fin')
  @Policy('region_admin')
  async end(@Param('closureId') closureId: string, @Res() reply: Reply): Promise<void> {
    await this.closures.end(closureId, today());
    redirectTo(reply, PATH, { key: 'closures.ended' });
  }

  @Post(':closureId/annulation')
  @Policy('region_admin')
  async undo(@Actor() actor: SignedIn, @Param('closureId') closureId: string, @Res() reply: Reply): Promise<void> {
    await this.closures.undo(closureId, actor.personId);
    redirectTo(reply, PATH, { key: 'closures.undone' });
  }

  private async showForm(
    reply: Reply,
    form: FormView & { status?: number },
    preview: ClosurePreview | null = null,
  ): Promise<void> {
    const trades = preview?.trades.slice(0, SHOWN_TRADES).map(({ trade, shops }) => ({
      label: tradeText(trade),
      shops,
    }));
    await page(
      reply,
      'territory/closure-new',
      {
        title: this.say('new_title'),
        form,
        ...closureChoices(form, this.territory, this.say),
        preview: preview && { ...preview, trades, isEmpty: preview.shops === 0 },
      },
      { status: form.status ?? 200 },
    );
  }

  private say = (key: string, values: Record<string, unknown> = {}): string =>
    this.pages.say('territory', `closures.${key}`, values);
}

const today = (): string => dateAt(Clock.now()).toString();

import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#libs/accounts';
import { ImportedShops } from '#libs/imports';
import { NotFoundError } from '#libs/kernel';
import { type Assistance, Assistances } from '#libs/team';
import { scopeOf } from '../../http/actor-scope.js';
import { BrowserSession } from '../../http/browser-session.js';
import { redirectTo } from '../../http/flash.js';
import { type FormView, freshForm, parseForm, refusedForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply, type Request } from '../../http/site-request.js';
import { clockText, momentText } from '../../http/wording.js';

const askForm = z.object({ reason: z.string().trim().min(3).max(300) });
const codeForm = z.object({ code: z.string().trim().min(1).max(20) });

interface HelpedShop {
  shopId: string;
  slug: string;
  name: string;
}

/** Acting for a shop with its consent, from the desk: ask, type the code that the owner reads out, enter, end. */
@Controller('@gestion/territoire/aide/:shopId/accompagnement')
export class DeskAssistanceController {
  constructor(
    private readonly shops: ImportedShops,
    private readonly assistances: Assistances,
    private readonly browser: BrowserSession,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('help_desk')
  async show(@Actor() actor: SignedIn, @Param('shopId') shopId: string, @Res() reply: Reply): Promise<void> {
    await this.showPage(reply, actor, await this.find(actor, shopId), freshForm());
  }

  @Post()
  @Policy('help_desk', { rate: { max: 10, seconds: 60 } })
  async ask(
    @Actor() actor: SignedIn,
    @Param('shopId') shopId: string,
    @Body() body: unknown,
    @Res() reply: Reply,
  ): Promise<void> {
    const shop = await this.find(actor, shopId);
    try {
      await this.assistances.ask(shop.shopId, actor, parseForm(askForm, body).reason);
      redirectTo(reply, pathOf(shop.shopId), { key: 'help.asked' });
    } catch (error) {
      await this.showPage(reply, actor, shop, refusedForm(error, body, 'reason'));
    }
  }

  @Post('accord')
  @Policy('help_desk', { rate: { max: 20, seconds: 60 } })
  async agree(
    @Actor() actor: SignedIn,
    @Param('shopId') shopId: string,
    @Body() body: unknown,
    @Res() reply: Reply,
  ): Promise<void> {
    const shop = await this.find(actor, shopId);
    try {
      await this.assistances.agreeByCode(shop.shopId, actor.personId, parseForm(codeForm, body).code);
      redirectTo(reply, pathOf(shop.shopId), { key: 'help.agreed' });
    } catch (error) {
      await this.showPage(reply, actor, shop, refusedForm(error, body, 'code'));
    }
  }

  /** Into the back office of the shop. */
  @Post('entree')
  @Policy('help_desk')
  async enter(
    @Actor() actor: SignedIn,
    @Param('shopId') shopId: string,
    @Req() request: Request,
    @Res() reply: Reply,
  ): Promise<void> {
    const isLetIn = actor.memberships.some((each) => each.role === 'assistant' && each.shopId === shopId);
    if (!isLetIn) return redirectTo(reply, pathOf(shopId), { key: 'help.over', tone: 'warning' });
    await this.browser.choose(request, reply, shopId);
    redirectTo(reply, '/');
  }

  private async find(actor: SignedIn, shopId: string): Promise<HelpedShop> {
    const shop = await this.shops.find(scopeOf(actor), shopId);
    if (!shop) throw new NotFoundError();
    return shop;
  }

  private async showPage(
    reply: Reply,
    actor: SignedIn,
    shop: HelpedShop,
    form: FormView & { status?: number },
  ): Promise<void> {
    const current = await this.assistances.ofAgent(shop.shopId, actor.personId);
    const say = (key: string, values?: Record<string, unknown>) => this.pages.say('territory', `help.${key}`, values);
    await page(
      reply,
      'territory/assistance',
      {
        title: say('act_for', { shop: shop.name }),
        form,
        path: pathOf(shop.shopId),
        backUrl: `/territoire/aide?q=${encodeURIComponent(shop.slug)}`,
        isAsked: current?.state === 'asked',
        isAgreed: current?.state === 'agreed',
        state: current && stateText(current, say),
      },
      { status: form.status ?? 200 },
    );
  }
}

const pathOf = (shopId: string): string => `/territoire/aide/${encodeURIComponent(shopId)}/accompagnement`;

function stateText(
  { state, askedAt, until, endedBy }: Assistance,
  say: (key: string, values?: Record<string, unknown>) => string,
): string {
  if (state === 'asked') return say('state_asked', { moment: momentText(new Date(askedAt)) });
  if (state === 'agreed') return say('state_agreed', { until: clockText(new Date(until)) });
  return say(`state_over_${endedBy ?? 'late'}`);
}

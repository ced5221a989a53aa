import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { SETTINGS, type Settings } from '#libs/platform';
import { type Opening, Openings, type Shop, ShopWaitsError } from '#libs/shops';
import { allTrades } from '#libs/territory';
import { BrowserSession } from '../../http/browser-session.js';
import { redirectTo } from '../../http/flash.js';
import { freshForm, parseForm, refusedForm } from '../../http/form.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply, type Request } from '../../http/site-request.js';
import { tradeForm } from './opening.form.js';
import { type Form, OpeningJourney, type Typed } from './opening-journey.service.js';
import { OpeningShop } from './opening-shop.service.js';
import { screenPath } from './opening-step.js';
import { labelOf } from '../../http/wording.js';

/** What the shop sells and its address: from here on it exists. */
@Controller('@gestion/ouvrir/activite')
export class TradeStepController {
  constructor(
    private readonly openings: Openings,
    private readonly openingShop: OpeningShop,
    private readonly browser: BrowserSession,
    private readonly journey: OpeningJourney,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Policy('signed_in')
  async show(@Req() request: Request, @Res() reply: Reply, @Actor() actor: SignedIn): Promise<void> {
    const opening = await this.openings.find(actor.personId);
    if (!opening || !isReady(opening)) return redirectTo(reply, '/ouvrir');
    await this.openingShop.within(request, opening, (shop) => this.draw(reply, opening, shop));
  }

  @Post()
  @Policy('signed_in')
  async save(
    @Req() request: Request,
    @Res() reply: Reply,
    @Actor() actor: SignedIn,
    @Body() body: Typed,
  ): Promise<void> {
    const opening = await this.openings.find(actor.personId);
    if (!opening || !isReady(opening)) return redirectTo(reply, '/ouvrir');
    await this.openingShop.within(request, opening, async (shop) => {
      try {
        const form = parseForm(tradeForm, body);
        if (shop) {
          await this.openingShop.change(form);
          return await this.journey.advance(reply, 'trade');
        }
        const { shopId } = await this.openingShop.found(actor.personId, request.ip, opening, form);
        await this.browser.choose(request, reply, shopId);
        redirectTo(reply, screenPath('hours'));
      } catch (error) {
        if (error instanceof ShopWaitsError) {
          return redirectTo(reply, `/ouvrir/prise-en-main?siret=${opening.draft.siret ?? ''}`);
        }
        await this.draw(reply, opening, shop, refusedForm(error, body, 'slug'));
      }
    });
  }

  private async draw(reply: Reply, opening: Opening, shop: Shop | null, form?: Form): Promise<void> {
    const values = form?.values ?? { trade: shop?.trade, slug: await this.openingShop.slug(opening, shop) };
    const choices = allTrades().map((trade) => ({ value: trade.code, label: labelOf(trade) }));
    await this.journey.show(reply, 'trade', {
      form: form ?? freshForm(values),
      trades: [{ value: '', label: this.journey.say('opening.trade.choose') }, ...choices].map((choice) => ({
        ...choice,
        isSelected: choice.value === (values['trade'] ?? ''),
      })),
      domain: `.${this.settings.baseDomain}`,
    });
  }
}

/** The screens before have said what a shop needs. */
const isReady = ({ shopId, draft }: Opening): boolean =>
  shopId !== null || Boolean(draft.siret && draft.name && draft.communeInsee);

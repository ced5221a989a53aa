import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { formatSiret } from '#libs/kernel';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { ClaimRequests, type KnownEstablishment } from '#libs/shops';
import { loadTerritory } from '#libs/territory';
import { BrowserSession } from '../../http/browser-session.js';
import { redirectTo } from '../../http/flash.js';
import { freshForm, parseForm, refusedForm } from '../../http/form.js';
import { page } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply, type Request } from '../../http/site-request.js';
import { requestForm } from './opening.form.js';
import { type Form, OpeningJourney } from './opening-journey.service.js';
import { TakeOver } from './take-over.service.js';

/**
 * The SIRET is of a shop that was made from a register and waits for its owner. A SIRET is public, so it proves nothing:
 * the shop goes to whoever has the code of its letter, or whom an agent has looked into.
 */
@Controller('@gestion/ouvrir')
export class TakeOverController {
  constructor(
    private readonly takeOvers: TakeOver,
    private readonly requests: ClaimRequests,
    private readonly browser: BrowserSession,
    private readonly journey: OpeningJourney,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('prise-en-main')
  @Policy('signed_in')
  async show(@Res() reply: Reply, @Actor() actor: SignedIn, @Query() query: unknown): Promise<void> {
    const shop = await this.takeOvers.waiting(query);
    if (!shop) return redirectTo(reply, '/ouvrir');
    await this.draw(reply, actor, shop, freshForm());
  }

  @Post('prise-en-main')
  @Policy('signed_in')
  async byCode(
    @Req() request: Request,
    @Res() reply: Reply,
    @Actor() actor: SignedIn,
    @Body() body: unknown,
  ): Promise<void> {
    const shop = await this.takeOvers.waiting(body);
    if (!shop) return redirectTo(reply, '/ouvrir');
    try {
      await this.takeOvers.byCode(shop, body, { personId: actor.personId, address: request.ip });
    } catch (error) {
      return this.draw(reply, actor, shop, refusedForm(error, body, 'code'));
    }
    await this.browser.choose(request, reply, shop.shopId);
    redirectTo(reply, '/ouvrir/coordonnees', { key: 'opening.taken_over' });
  }

  @Post('demande')
  @Policy('signed_in', { rate: { max: 10, seconds: 60 } })
  async ask(@Res() reply: Reply, @Actor() actor: SignedIn, @Body() body: unknown): Promise<void> {
    const shop = await this.takeOvers.waiting(body);
    if (!shop) return redirectTo(reply, '/ouvrir');
    try {
      await this.requests.ask(actor.personId, shop.shopId, parseForm(requestForm, body).note);
    } catch (error) {
      return this.draw(reply, actor, shop, refusedForm(error, body, 'note'));
    }
    redirectTo(reply, `/ouvrir/prise-en-main?siret=${shop.siret}`, { key: 'opening.asked' });
  }

  private async draw(reply: Reply, actor: SignedIn, shop: KnownEstablishment, form: Form): Promise<void> {
    const commune = loadTerritory(this.settings.regionCode).commune(shop.communeInsee)?.name;
    if (form.status === 429) reply.header('retry-after', 60);
    const model = {
      title: this.journey.say('opening.take_over.title'),
      name: shop.name,
      siret: shop.siret,
      siretText: formatSiret(shop.siret),
      place: [shop.addressLine, shop.postcode, commune].filter(Boolean).join(' '),
      url: publicOrigin(this.settings, shop.slug ?? undefined),
      request: await this.requests.stateOf(actor.personId, shop.shopId),
      form,
    };
    await page(reply, 'merchant/opening/take-over', model, { status: form.status ?? 200 });
  }
}

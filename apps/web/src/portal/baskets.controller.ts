import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { z } from 'zod';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { BasketHandovers, type HandedBasket, type Shelf, Shelves } from '#libs/rounds';
import { redirectTo } from '../http/flash.js';
import { parseForm } from '../http/form.js';
import { page } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import { arrivedElsewhere, forgetSent, rememberSent } from '../http/sent-basket.js';
import type { Reply, Request } from '../http/site-request.js';
import { say } from './basket-sentences.js';
import { BasketsCookie, withBasket, withQuantity } from './baskets-cookie.js';
import { basketsView, checkedBaskets, keptBaskets } from './baskets.page.js';

const RATE = { rate: { max: 30, seconds: 60 } };
const changeForm = z.object({ quantity: z.coerce.number().int().min(0).max(9999) });
const backForm = z.object({ boutique: z.string().trim().max(60) });

/** The baskets of several shops, side by side. */
@Controller('@portal/panier')
export class PortalBasketsController {
  constructor(
    private readonly baskets: BasketsCookie,
    private readonly shelves: Shelves,
    private readonly handovers: BasketHandovers,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Policy('public', { rate: { max: 120, seconds: 60 } })
  async show(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    const wentBack = await arrivedElsewhere(request, reply, this.handovers);
    const baskets = this.baskets.read(request).filter(({ shopId }) => shopId !== wentBack);
    const shelves = await this.shelves.read(baskets.map(({ shopId, items }) => ({ shopId, lines: items })));
    const checked = checkedBaskets(baskets, shelves);
    // What changed is said once: from now on these prices are the ones that were seen.
    this.baskets.write(reply, keptBaskets(checked));
    await page(reply, 'portal/baskets', basketsView(checked, this.settings));
  }

  /** `quantity` 0 takes the line out. */
  @Post(':variantId')
  @Policy('public')
  change(
    @Req() request: Request,
    @Res() reply: Reply,
    @Param('variantId') variantId: string,
    @Body() body: unknown,
  ): void {
    const { quantity } = parseForm(changeForm, body);
    this.baskets.write(reply, withQuantity(this.baskets.read(request), variantId.toLowerCase(), quantity));
    redirectTo(reply, '/panier', { tone: 'info', key: quantity === 0 ? 'baskets.removed' : 'baskets.changed' });
  }

  /** One of the baskets goes to its shop's own host; it stays here until it has arrived there. */
  @Post('retour')
  @Policy('public', RATE)
  async sendBack(@Req() request: Request, @Res() reply: Reply, @Body() body: unknown): Promise<void> {
    const { boutique } = parseForm(backForm, body);
    const baskets = this.baskets.read(request);
    const shelves = await this.shelves.read(baskets.map(({ shopId }) => ({ shopId, lines: [] })));
    const shelf = shelves.find(({ slug }) => slug === boutique);
    const basket = baskets.find(({ shopId }) => shopId === shelf?.shopId);
    if (!shelf || !basket) return redirectTo(reply, '/panier');
    const token = await this.handovers.send('shop', basket);
    rememberSent(reply, token, basket);
    void reply.redirect(`${publicOrigin(this.settings, shelf.slug)}/panier/reprise/${token}`, 303);
  }

  @Get('reprise/:token')
  @Policy('public', RATE)
  async ask(@Res() reply: Reply, @Param('token') token: string): Promise<void> {
    const shop = await this.shopOf(await this.handovers.look(token, 'portal'));
    reply.header('referrer-policy', 'same-origin');
    await page(reply, 'portal/basket-arrival', {
      title: say('baskets.arrival.title'),
      lead: say('baskets.arrival.lead', { shop: shop.name }),
      label: say('baskets.arrival.take'),
      action: `/panier/reprise/${token}`,
      backUrl: `${publicOrigin(this.settings, shop.slug)}/panier`,
      backLabel: say('baskets.arrival.back', { shop: shop.name }),
    });
  }

  @Post('reprise/:token')
  @Policy('public', RATE)
  async take(@Req() request: Request, @Res() reply: Reply, @Param('token') token: string): Promise<void> {
    const arriving = await this.handovers.look(token, 'portal');
    const shop = await this.shopOf(arriving);
    const next = withBasket(this.baskets.read(request), arriving);
    const values = { shop: shop.name };
    if (!next) return redirectTo(reply, '/panier', { tone: 'warning', key: 'baskets.arrival.full', values });
    await this.handovers.take(token, 'portal');
    forgetSent(reply);
    this.baskets.write(reply, next);
    redirectTo(reply, '/panier', { key: 'baskets.arrival.done', values });
  }

  private async shopOf({ shopId }: HandedBasket): Promise<Shelf> {
    const [shelf] = await this.shelves.read([{ shopId, lines: [] }]);
    return shelf!;
  }
}

import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { BasketHandovers, HandoverGoneError, type HandedBasket } from '#libs/rounds';
import { redirectTo } from '../http/flash.js';
import { page } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import { forgetSent, rememberSent } from '../http/sent-basket.js';
import type { Reply, Request } from '../http/site-request.js';
import { BASKET_COLUMNS, type BasketColumns, checkedBasket } from './basket.page.js';
import { BasketCookie } from './basket-cookie.js';
import { say } from './sentences.js';
import { ShopPages } from './shop-pages.service.js';

const RATE = { rate: { max: 30, seconds: 60 } };

/** The shop's basket goes to the portal, to those of other shops, and comes back. */
@Controller('@shop/panier')
export class BasketHandoverController {
  constructor(
    private readonly pages: ShopPages,
    private readonly baskets: BasketCookie,
    private readonly handovers: BasketHandovers,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Post('regroupement')
  @Policy('public', RATE)
  async send(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    const items = this.baskets.read(request);
    const variantIds = items.map(({ variantId }) => variantId);
    const { row } = await this.pages.read<BasketColumns>(request, reply, { columns: BASKET_COLUMNS, variantIds });
    const { lines } = checkedBasket(items, row.basket);
    if (lines.length === 0) return void reply.redirect(`${publicOrigin(this.settings)}/panier`, 303);
    const basket = {
      shopId: row.shop.shop_id,
      items: lines.map((line) => ({
        variantId: line.row.variant_id,
        quantity: line.wanted,
        cents: line.row.price_cents,
      })),
    };
    const token = await this.handovers.send('portal', basket);
    rememberSent(reply, token, basket);
    void reply.redirect(`${publicOrigin(this.settings)}/panier/reprise/${token}`, 303);
  }

  @Get('reprise/:token')
  @Policy('public', RATE)
  async ask(@Req() request: Request, @Res() reply: Reply, @Param('token') token: string): Promise<void> {
    const { row } = await this.pages.read(request, reply);
    this.ofThisShop(request, await this.handovers.look(token, 'shop'));
    reply.header('referrer-policy', 'same-origin');
    await page(reply, 'plain/basket-arrival', {
      title: say('basket.arrival.title'),
      lead: say('basket.arrival.lead', { shop: row.shop.name }),
      label: say('basket.arrival.take'),
      action: `/panier/reprise/${token}`,
      backUrl: `${publicOrigin(this.settings)}/panier`,
      backLabel: say('basket.arrival.back'),
    });
  }

  @Post('reprise/:token')
  @Policy('public', RATE)
  async take(@Req() request: Request, @Res() reply: Reply, @Param('token') token: string): Promise<void> {
    this.ofThisShop(request, await this.handovers.look(token, 'shop'));
    const { items } = await this.handovers.take(token, 'shop');
    forgetSent(reply);
    this.baskets.write(request, reply, items);
    redirectTo(reply, '/panier', { key: 'basket.arrival.done' });
  }

  private ofThisShop(request: Request, { shopId }: HandedBasket): void {
    if (shopId !== request.site.shop!.shopId) throw new HandoverGoneError();
  }
}

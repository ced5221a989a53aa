import { Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { OrderPasses } from '#libs/customers';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { redirectTo } from '../http/flash.js';
import { Policy } from '../http/policy.js';
import type { Reply, Request } from '../http/site-request.js';
import { BASKET_COLUMNS, type BasketColumns, checkedBasket } from './basket.page.js';
import { BasketCookie, withItem } from './basket-cookie.js';
import { CustomerOrderFinder } from './customer-order.finder.js';
import { ShopPages } from './shop-pages.service.js';

/** An order kept on the customer's list, or ordered once more. */
@Controller('@shop/commandes/:token')
export class OrderKeepController {
  constructor(
    private readonly pages: ShopPages,
    private readonly finder: CustomerOrderFinder,
    private readonly baskets: BasketCookie,
    private readonly passes: OrderPasses,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** To the portal, which shares no cookie with this host. */
  @Post('suivi')
  @Policy('customer_link')
  async keep(@Req() request: Request, @Res() reply: Reply, @Param('token') token: string): Promise<void> {
    const pass = await this.passes.issue(await this.finder.find(request, token));
    void reply.redirect(`${publicOrigin(this.settings)}/mes-commandes/ajout/${pass}`, 303);
  }

  /** The basket filled again with what is still sold. */
  @Post('panier')
  @Policy('customer_link')
  async again(@Req() request: Request, @Res() reply: Reply, @Param('token') token: string): Promise<void> {
    const { lines } = await this.finder.find(request, token);
    const variantIds = lines.map(({ variantId }) => variantId);
    const { row } = await this.pages.read<BasketColumns>(request, reply, { columns: BASKET_COLUMNS, variantIds });
    const wanted = lines.map(({ variantId, quantity }) => ({ variantId, quantity }));
    const available = checkedBasket(wanted, row.basket).lines.filter(({ quantity }) => quantity > 0);
    const items = available.reduce(
      (basket, { row: { variant_id: variantId }, quantity }) => withItem(basket, { variantId, quantity }, 'add'),
      this.baskets.read(request),
    );
    this.baskets.write(request, reply, items);
    const there = new Map(available.map(({ row: { variant_id: id }, quantity }) => [id, quantity]));
    const missing = lines.filter(({ variantId, quantity }) => (there.get(variantId) ?? 0) < quantity);
    if (missing.length === 0) return redirectTo(reply, '/panier', { key: 'order.again_done' });
    const names = missing
      .map(({ name }) => name)
      .join(', ')
      .slice(0, 300);
    return redirectTo(reply, '/panier', { tone: 'warning', key: 'order.again_partly', values: { names } });
  }
}

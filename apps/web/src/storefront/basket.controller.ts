import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { z } from 'zod';
import { redirectTo } from '../http/flash.js';
import { parseForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import type { Reply, Request } from '../http/site-request.js';
import { BASKET_COLUMNS, type BasketColumns, basketView } from './basket.page.js';
import { BasketCookie, MAX_QUANTITY, withItem } from './basket-cookie.js';
import { ShopPages } from './shop-pages.service.js';

const quantity = z.coerce.number().int().min(0).max(9999);
const addForm = z.object({ variantId: z.string().trim().max(100), quantity: quantity.default(1) });
const changeForm = z.object({ quantity });

@Controller('@shop/panier')
export class BasketController {
  constructor(
    private readonly pages: ShopPages,
    private readonly baskets: BasketCookie,
  ) {}

  @Get()
  @Policy('public')
  async show(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    const items = this.baskets.read(request);
    const variantIds = items.map(({ variantId }) => variantId);
    const page = await this.pages.read<BasketColumns>(request, reply, { columns: BASKET_COLUMNS, variantIds });
    this.pages.send(reply, page.theme.render('basket', basketView(page, items)));
  }

  @Post()
  @Policy('public')
  async add(@Req() request: Request, @Res() reply: Reply, @Body() body: unknown): Promise<void> {
    const wanted = parseForm(addForm, body);
    const columns = BASKET_COLUMNS;
    const variantIds = isId(wanted.variantId) ? [wanted.variantId.toLowerCase()] : [];
    const { row } = await this.pages.read<BasketColumns>(request, reply, { columns, variantIds });
    const [variant] = row.basket;
    if (!variant) return redirectTo(reply, '/panier', { tone: 'warning', key: 'basket.not_added' });
    const pieces = Math.max(1, Math.min(wanted.quantity, MAX_QUANTITY));
    const items = withItem(this.baskets.read(request), { variantId: variant.variant_id, quantity: pieces }, 'add');
    this.baskets.write(request, reply, items);
    return redirectTo(reply, '/panier', { key: 'basket.added', values: { name: variant.name } });
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
    const { quantity: pieces } = parseForm(changeForm, body);
    this.baskets.write(request, reply, withItem(this.baskets.read(request), { variantId, quantity: pieces }, 'set'));
    redirectTo(reply, '/panier', { tone: 'info', key: pieces === 0 ? 'basket.removed' : 'basket.changed' });
  }
}

const isId = (text: string): boolean => z.uuid().safeParse(text).success;

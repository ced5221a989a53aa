import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { BasketHandovers } from '#libs/rounds';
import { redirectTo } from '../http/flash.js';
import { parseForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import { arrivedElsewhere } from '../http/sent-basket.js';
import type { Reply, Request } from '../http/site-request.js';
import { BASKET_COLUMNS, type BasketColumns, basketView } from './basket.page.js';
import { type AddForm, addForm, changeForm, isId, optionsOf } from './basket-form.js';
import { BasketCookie, MAX_QUANTITY, withItem } from './basket-cookie.js';
import { isAvailable, OPTION_FIELDS } from './product/product-choice.js';
import { ShopPages } from './shop-pages.service.js';
import { COMBINATION, SOLD_PRODUCT } from './shop-row.js';

@Controller('@shop/panier')
export class BasketController {
  constructor(
    private readonly pages: ShopPages,
    private readonly baskets: BasketCookie,
    private readonly handovers: BasketHandovers,
  ) {}

  @Get()
  @Policy('public')
  async show(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    const hasLeft = (await arrivedElsewhere(request, reply, this.handovers)) !== null;
    if (hasLeft) {
      this.baskets.write(request, reply, []);
      return redirectTo(reply, '/panier', { tone: 'info', key: 'basket.went' });
    }
    const items = this.baskets.read(request);
    const variantIds = items.map(({ variantId }) => variantId);
    const page = await this.pages.read<BasketColumns>(request, reply, { columns: BASKET_COLUMNS, variantIds });
    this.pages.send(reply, page.theme.render('basket', basketView(page, items)));
  }

  @Post()
  @Policy('public')
  async add(@Req() request: Request, @Res() reply: Reply, @Body() body: unknown): Promise<void> {
    const wanted = parseForm(addForm, body);
    const { row } = await this.pages.read<BasketColumns & SoldColumns>(request, reply, variantQuery(wanted));
    const [variant] = row.basket;
    if (row.sold && !(variant && isAvailable(variant))) return redirectTo(reply, choiceUrl(row.sold.handle, wanted));
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

/** A product whose options were sent. */
interface SoldColumns {
  sold: { handle: string } | null;
}

/** $4 product, $5 values of its options: the variant is found by them where they were sent, whatever id stands beside. */
function variantQuery(wanted: AddForm) {
  const options = optionsOf(wanted);
  if (!isId(wanted.productId) || options.length === 0) {
    const variantIds = isId(wanted.variantId) ? [wanted.variantId.toLowerCase()] : [];
    return { columns: { ...BASKET_COLUMNS, sold: 'null::json' }, variantIds };
  }
  const columns = { basket: COMBINATION, sold: SOLD_PRODUCT };
  return { columns, parameters: [wanted.productId.toLowerCase(), options] };
}

/** The page that says why what was chosen cannot be had. */
const choiceUrl = (handle: string, wanted: AddForm): string =>
  `/produits/${handle}?${new URLSearchParams(OPTION_FIELDS.map((field): [string, string] => [field, wanted[field]])).toString()}`;

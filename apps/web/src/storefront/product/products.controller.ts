import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { NotFoundError } from '#libs/kernel';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { Policy } from '../../http/policy.js';
import type { Reply, Request } from '../../http/site-request.js';
import { ProductGoneError, waitsForOwner } from '../closed-shop.js';
import { answerPublicly } from '../public-answer.js';
import { ShopPages } from '../shop-pages.service.js';
import { type ListColumns, listColumns, listParameters } from './list-columns.js';
import { listQuery } from './list-query.js';
import { PRODUCT_COLUMNS, type ProductColumns } from './product-columns.js';
import { PickupDays } from './pickup-days.js';
import { readChoice } from './product-choice.js';
import { productView } from './product.page.js';
import { listView } from './products.page.js';

type Asked = Record<string, unknown>;

@Controller('@shop/produits')
export class ProductsController {
  constructor(
    private readonly pages: ShopPages,
    private readonly days: PickupDays,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Policy('public')
  async list(@Req() request: Request, @Res() reply: Reply, @Query() query: Asked): Promise<void> {
    const wanted = listQuery(query);
    const leads = wanted.day && (await this.days.leadsFor(request, wanted.day));
    const asked = { columns: listColumns(wanted), parameters: listParameters(wanted, leads) };
    const page = await this.pages.read<ListColumns>(request, reply, asked);
    if (waitsForOwner(page.row.shop)) throw new NotFoundError();
    const draw = () => page.theme.render('category', listView(page, wanted, publicOrigin(this.settings)));
    answerPublicly(request, reply, page, draw);
  }

  /** `variante`, or one value for each option (`o1`, `o2`, `o3`): price, stock and availability are those of the choice. */
  @Get(':handle')
  @Policy('public')
  async one(
    @Req() request: Request,
    @Res() reply: Reply,
    @Param('handle') handle: string,
    @Query() query: Asked,
  ): Promise<void> {
    const parameters = [knownHandle(handle)];
    const page = await this.pages.read<ProductColumns>(request, reply, { columns: PRODUCT_COLUMNS, parameters });
    const { product, gone } = page.row;
    if (waitsForOwner(page.row.shop)) throw new NotFoundError();
    if (gone) throw new ProductGoneError({ name: gone.name, handle: knownHandle(handle) });
    if (!product || product.variants.length === 0) throw new NotFoundError();
    const draw = () => page.theme.render('product', productView(page, product, readChoice(query)));
    answerPublicly(request, reply, page, draw);
  }
}

const knownHandle = (handle: string): string => handle.slice(0, 100).replaceAll('\0', '');

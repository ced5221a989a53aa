import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { NotFoundError } from '#libs/kernel';
import { Policy } from '../http/policy.js';
import type { Reply, Request } from '../http/site-request.js';
import { waitsForOwner } from './closed-shop.js';
import { PRODUCT_COLUMNS, type ProductColumns, productView } from './product.page.js';
import { type ListColumns, listColumns, listParameters, listQuery, listView } from './products.page.js';
import { ShopPages } from './shop-pages.service.js';

@Controller('@shop/produits')
export class ProductsController {
  constructor(private readonly pages: ShopPages) {}

  @Get()
  @Policy('public')
  async list(@Req() request: Request, @Res() reply: Reply, @Query() query: Record<string, unknown>): Promise<void> {
    const wanted = listQuery(query);
    const columns = listColumns(wanted);
    const page = await this.pages.read<ListColumns>(request, reply, { columns, parameters: listParameters(wanted) });
    if (waitsForOwner(page.row.shop)) throw new NotFoundError();
    this.pages.send(reply, page.theme.render('category', listView(page, wanted)));
  }

  @Get(':handle')
  @Policy('public')
  async one(@Req() request: Request, @Res() reply: Reply, @Param('handle') handle: string): Promise<void> {
    const query = { columns: PRODUCT_COLUMNS, parameters: [handle.slice(0, 100).replaceAll('\0', '')] };
    const page = await this.pages.read<ProductColumns>(request, reply, query);
    const { product } = page.row;
    if (!product || product.variants.length === 0 || waitsForOwner(page.row.shop)) throw new NotFoundError();
    this.pages.send(reply, page.theme.render('product', productView(page, product)));
  }
}

import { Controller, Get, Query, Res } from '@nestjs/common';
import { z } from 'zod';
import { Products } from '#libs/catalog';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';
import { listView, stateOf } from './product-list.mapper.js';

/** Whatever an address says: a wrong page is the first one. */
const listQuery = z.object({
  etat: z.string().optional().catch(undefined),
  q: z.string().trim().max(100).catch(''),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

/** « Produits »: everything the shop sells. */
@Controller('@gestion/produits')
export class ProductListController {
  constructor(
    private readonly products: Products,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('shop_member')
  async list(@Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const { etat, q, page: number } = listQuery.parse(query);
    const state = stateOf(etat);
    const [found, counts] = await Promise.all([
      this.products.list({ state, query: q, page: number }),
      this.products.counts(),
    ]);
    const say = (key: string, values = {}): string => this.pages.say('merchant', key, values);
    const list = listView({ found, counts, state, query: q }, say);
    await page(reply, 'merchant/product-list', { title: say('products.title'), list });
  }
}

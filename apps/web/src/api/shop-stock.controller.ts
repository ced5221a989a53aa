import { Body, Controller, Param, Put } from '@nestjs/common';
import { z } from 'zod';
import { Stock } from '#libs/catalog';
import { parseForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import { describeRoute } from '../http/route-description.js';

const stockBody = z.strictObject({
  stock: z
    .number({ error: 'catalog.stock' })
    .int('catalog.stock')
    .min(0, 'catalog.stock')
    .max(1_000_000, 'catalog.stock')
    .describe('Pieces that were counted'),
});

const stockSchema = z.object({ id: z.string(), stock: z.int() });

/** What a till counted. */
@Controller('@portal/api/v1/shop/variants/:variantId/stock')
export class ShopStockController {
  constructor(private readonly stock: Stock) {}

  @Put()
  @Policy('api_shop')
  async count(@Param('variantId') variantId: string, @Body() body: unknown): Promise<z.infer<typeof stockSchema>> {
    const { stock } = parseForm(stockBody, body);
    await this.stock.setCount(variantId, stock);
    return { id: variantId, stock };
  }
}

describeRoute({
  method: 'put',
  path: '/shop/variants/{variantId}/stock',
  summary: 'The pieces on hand, as they were counted',
  policy: 'api_shop',
  params: z.object({ variantId: z.string() }),
  body: stockBody,
  answers: { 200: { description: 'The count', schema: stockSchema } },
  problems: {
    401: ['http.bad_token'],
    404: ['not_found'],
    409: ['catalog.stock_not_counted'],
    422: ['input.invalid'],
  },
});

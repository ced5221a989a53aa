import { Body, Controller, Delete, HttpCode, Param, Post, Put } from '@nestjs/common';
import { z } from 'zod';
import { optionValues, Products, Variants } from '#libs/catalog';
import { parseForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import { describeRoute } from '../http/route-description.js';
import { type ProductAnswer, productAnswer, productSchema } from './product-answer.js';
import { inBody, variantBody, variantOf } from './product-body.js';

const optionsBody = z.strictObject({
  options: optionValues.describe('Each with its values; every combination is one variant. Empty: sold as one'),
});

/** Sizes, colours and the variants that they make, over the API. */
@Controller('@portal/api/v1/shop/products/:productId')
export class ShopVariantsController {
  constructor(
    private readonly variants: Variants,
    private readonly products: Products,
  ) {}

  @Put('options')
  @Policy('api_shop')
  async setOptions(@Param('productId') productId: string, @Body() body: unknown): Promise<ProductAnswer> {
    const { options } = parseForm(optionsBody, body);
    return productAnswer(await this.variants.setOptions(productId, options));
  }

  @Post('variants')
  @HttpCode(201)
  @Policy('api_shop')
  async add(@Param('productId') productId: string, @Body() body: unknown): Promise<ProductAnswer> {
    const variant = variantOf(parseForm(variantBody, body));
    const added = this.variants.add(productId, variant).catch((error: unknown) => {
      throw inBody(error, false);
    });
    return productAnswer(await added);
  }

  @Delete('variants/:variantId')
  @HttpCode(204)
  @Policy('api_shop')
  async remove(@Param('productId') productId: string, @Param('variantId') variantId: string): Promise<void> {
    await this.products.byId(productId);
    await this.variants.remove(productId, variantId);
  }
}

const policy = 'api_shop';
const unauthorized = { 401: ['http.bad_token'] };
const params = z.object({ productId: z.string() });
const refused = { ...unauthorized, 404: ['not_found'], 422: ['input.invalid', 'catalog.too_many_variants'] };

describeRoute({
  method: 'put',
  path: '/shop/products/{productId}/options',
  summary: 'The options of a product; a combination that is sold already keeps its price and stock',
  policy,
  params,
  body: optionsBody,
  answers: { 200: { description: 'The product with its variants', schema: productSchema } },
  problems: refused,
});
describeRoute({
  method: 'post',
  path: '/shop/products/{productId}/variants',
  summary: 'One more variant, with a value for each option of the product',
  policy,
  params,
  body: variantBody,
  answers: { 201: { description: 'The product with the new variant last', schema: productSchema } },
  problems: { ...unauthorized, 404: ['not_found'], 422: ['input.invalid'] },
});
describeRoute({
  method: 'delete',
  path: '/shop/products/{productId}/variants/{variantId}',
  summary: 'Takes a variant out of the offer; its orders and stock stay',
  policy,
  params: z.object({ productId: z.string(), variantId: z.string() }),
  answers: { 204: { description: 'No longer offered', schema: null } },
  problems: { ...unauthorized, 404: ['not_found'], 409: ['catalog.last_variant'] },
});

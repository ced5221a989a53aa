import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { z } from 'zod';
import { Products } from '#libs/catalog';
import { parseForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import { describeRoute } from '../http/route-description.js';
import { type ProductAnswer, productAnswer, productSchema } from './product-answer.js';
import { changesOf, inBody, inputOf, productBody, productChangeBody } from './product-body.js';

const listQuery = z.object({
  state: z.enum(['all', 'published', 'draft', 'archived']).default('all'),
  q: z.string().trim().max(100).optional(),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  perPage: z.coerce.number().int().min(1).max(100).default(24),
});

const listSchema = z.object({
  page: z.int(),
  perPage: z.int(),
  total: z.int(),
  products: z.array(productSchema),
});

/** The products of a shop, for its till. */
@Controller('@portal/api/v1/shop/products')
export class ShopProductsController {
  constructor(private readonly products: Products) {}

  @Get()
  @Policy('api_shop')
  async list(@Query() query: unknown): Promise<z.infer<typeof listSchema>> {
    const { q, ...filter } = parseForm(listQuery, query);
    const { items, total, page, perPage } = await this.products.list({ ...filter, ...(q && { query: q }) });
    const products = await this.products.byIds(items.map(({ productId }) => productId));
    return { page, perPage, total, products: products.map(productAnswer) };
  }

  @Get(':productId')
  @Policy('api_shop')
  async show(@Param('productId') productId: string): Promise<ProductAnswer> {
    return productAnswer(await this.products.byId(productId));
  }

  @Post()
  @HttpCode(201)
  @Policy('api_shop')
  async create(@Body() body: unknown): Promise<ProductAnswer> {
    const parsed = parseForm(productBody, body);
    const created = this.products.create(inputOf(parsed));
    return productAnswer(await created.catch(throwInBody(parsed.variants !== undefined)));
  }

  @Put(':productId')
  @Policy('api_shop')
  async put(@Param('productId') productId: string, @Body() body: unknown): Promise<ProductAnswer> {
    return this.update(productId, body);
  }

  @Patch(':productId')
  @Policy('api_shop')
  async patch(@Param('productId') productId: string, @Body() body: unknown): Promise<ProductAnswer> {
    return this.update(productId, body);
  }

  @Delete(':productId')
  @HttpCode(204)
  @Policy('api_shop')
  async archive(@Param('productId') productId: string): Promise<void> {
    await this.products.archive(productId);
  }

  private async update(productId: string, body: unknown): Promise<ProductAnswer> {
    const product = await this.products.byId(productId);
    const parsed = parseForm(productChangeBody, body);
    const updated = this.products.update(productId, changesOf(parsed, product));
    return productAnswer(await updated.catch(throwInBody(parsed.variants !== undefined)));
  }
}

const throwInBody =
  (hasVariants: boolean) =>
  (error: unknown): never => {
    throw inBody(error, hasVariants);
  };

const policy = 'api_shop';
const params = z.object({ productId: z.string() });
const unauthorized = { 401: ['http.bad_token'] };
const refused = { ...unauthorized, 422: ['input.invalid', 'catalog.price_missing'] };
const found = { ...refused, 404: ['not_found'], 409: ['catalog.archived'] };
const one = { 200: { description: 'The product as it is now', schema: productSchema } };

describeRoute({
  method: 'get',
  path: '/shop/products',
  summary: 'Products of the shop, the newest first',
  policy,
  query: listQuery,
  answers: { 200: { description: 'One page', schema: listSchema } },
  problems: unauthorized,
});
describeRoute({
  method: 'get',
  path: '/shop/products/{productId}',
  summary: 'One product with its variants and photos',
  policy,
  params,
  answers: one,
  problems: { ...unauthorized, 404: ['not_found'] },
});
describeRoute({
  method: 'post',
  path: '/shop/products',
  summary: 'A new product; its handle is made from its name',
  policy,
  body: productBody,
  answers: { 201: { description: 'The product', schema: productSchema } },
  problems: refused,
});
describeRoute({
  method: 'put',
  path: '/shop/products/{productId}',
  summary: 'Changes a product; what is left out stays, as with PATCH',
  policy,
  params,
  body: productChangeBody,
  answers: one,
  problems: found,
});
describeRoute({
  method: 'patch',
  path: '/shop/products/{productId}',
  summary: 'Changes a product; what is left out stays',
  policy,
  params,
  body: productChangeBody,
  answers: one,
  problems: found,
});
describeRoute({
  method: 'delete',
  path: '/shop/products/{productId}',
  summary: 'Archives a product: it is in no list any more, its orders stay',
  policy,
  params,
  answers: { 204: { description: 'Archived', schema: null } },
  problems: { ...unauthorized, 404: ['not_found'] },
});

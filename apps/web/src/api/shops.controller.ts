import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { type ProductView, Products } from '#libs/catalog';
import { euros, NotFoundError } from '#libs/kernel';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { PublicShops } from '#libs/search';
import { parseForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import { describeRoute } from '../http/route-description.js';
import { apiImage, apiResult, apiShop, resultSchema, shopSchema } from './search-result.mapper.js';

const paging = {
  page: z.coerce.number().int().min(1).max(1000).default(1),
  perPage: z.coerce.number().int().min(1).max(100).default(24),
};
const listQuery = z.strictObject({
  category: z.string().max(40).optional(),
  commune: z
    .string()
    .regex(/^[0-9AB]{5}$/)
    .optional(),
  ...paging,
});
const productsQuery = z.strictObject(paging);
const slugParam = z.object({ slug: z.string() });
const handleParam = z.object({ slug: z.string(), handle: z.string() });

const paged = <T extends z.ZodType>(results: T) =>
  z.object({ total: z.int(), page: z.int(), perPage: z.int(), results: z.array(results) });

const money = z.object({ amount: z.int(), currency: z.literal('EUR') });
const productSchema = z.object({
  id: z.string(),
  handle: z.string(),
  title: z.string(),
  url: z.string(),
  descriptionHtml: z.string(),
  brand: z.string().nullable(),
  category: z.string().nullable(),
  vatRate: z.number(),
  optionNames: z.array(z.string()),
  variants: z.array(
    z.object({
      id: z.string(),
      options: z.array(z.string()),
      sku: z.string().nullable(),
      ean: z.string().nullable(),
      price: money,
      available: z.boolean(),
    }),
  ),
  images: z.array(z.object({ url: z.string(), width: z.int(), height: z.int(), alt: z.string() })),
});

const known = { 404: ['not_found'] };
describeRoute({
  method: 'get',
  path: '/shops',
  summary: 'Shops of the region, the open ones first',
  policy: 'public',
  query: listQuery,
  answers: { 200: { description: 'One page of shops', schema: paged(shopSchema) } },
});
describeRoute({
  method: 'get',
  path: '/shops/{slug}',
  summary: 'One shop',
  policy: 'public',
  params: slugParam,
  answers: { 200: { description: 'The shop', schema: shopSchema } },
  problems: known,
});
describeRoute({
  method: 'get',
  path: '/shops/{slug}/products',
  summary: 'Published products of one shop, newest first',
  policy: 'public',
  params: slugParam,
  query: productsQuery,
  answers: { 200: { description: 'One page of products', schema: paged(resultSchema) } },
  problems: known,
});
describeRoute({
  method: 'get',
  path: '/shops/{slug}/products/{handle}',
  summary: 'One product with its variants',
  policy: 'public',
  params: handleParam,
  answers: { 200: { description: 'The product', schema: productSchema } },
  problems: known,
});

@Controller('@portal/api/v1/shops')
export class ApiShopsController {
  constructor(
    private readonly shops: PublicShops,
    private readonly products: Products,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Policy('public')
  async list(@Query() query: unknown) {
    const { category, ...rest } = parseForm(listQuery, query);
    const found = await this.shops.list({ ...rest, trade: category });
    return { ...found, results: found.results.map((shop) => apiShop(shop, this.settings)) };
  }

  @Get(':slug')
  @Policy('public')
  async one(@Param('slug') slug: string) {
    return apiShop(await this.shops.bySlug(slug), this.settings);
  }

  @Get(':slug/products')
  @Policy('public')
  async shelf(@Param('slug') slug: string, @Query() query: unknown) {
    const { shopId } = await this.shops.bySlug(slug);
    const found = await this.shops.products(shopId, parseForm(productsQuery, query));
    return { ...found, results: found.results.map((result) => apiResult(result, this.settings)) };
  }

  @Get(':slug/products/:handle')
  @Policy('public', { shopParam: 'slug' })
  async product(@Param('slug') slug: string, @Param('handle') handle: string) {
    const shop = await this.shops.bySlug(slug);
    const product = await this.products.byHandle(handle);
    if (shop.state !== 'open') throw new NotFoundError();
    return this.view(product, slug, shop.shopId);
  }

  private view(product: ProductView, slug: string, shopId: string): z.infer<typeof productSchema> {
    const { productId, handle, name, descriptionHtml, brand, category, vatRate, optionNames } = product;
    return {
      id: productId,
      handle,
      title: name,
      url: `${publicOrigin(this.settings, slug)}/produits/${handle}`,
      descriptionHtml,
      brand,
      category,
      vatRate,
      optionNames,
      variants: product.variants.map((variant) => ({
        id: variant.variantId,
        options: variant.options,
        sku: variant.sku,
        ean: variant.ean,
        price: euros(variant.priceCents),
        available: variant.stock === 'untracked' || variant.onHand > 0,
      })),
      images: product.photos.flatMap((photo) => {
        const { width, height } = photo;
        if (photo.state !== 'ready' || width === null || height === null) return [];
        return apiImage({ shopId, ...photo, width, height }, this.settings) ?? [];
      }),
    };
  }
}

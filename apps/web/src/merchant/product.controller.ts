import { Body, Controller, Get, Inject, Param, Post, Res } from '@nestjs/common';
import { z } from 'zod';
import { ProductCopies, ProductExistsError, Products, type ProductView } from '#libs/catalog';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { Shops } from '#libs/shops';
import { redirectTo } from '../http/flash.js';
import { parseForm, refusedForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';
import { inForm, productChange } from './product.form.js';
import { variantField } from './product-variant.form.js';
import { ProductPages } from './product-pages.js';

/** Made by the page, so that a second tap makes no second copy. */
const copyForm = z.object({ copyId: z.uuid().optional().catch(undefined) });

/** One product: its texts, prices and stock, and whether it is on sale. */
@Controller('@gestion/produits/:productId')
export class ProductController {
  constructor(
    private readonly products: Products,
    private readonly copies: ProductCopies,
    private readonly shops: Shops,
    private readonly productPages: ProductPages,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Policy('shop_member')
  async product(@Param('productId') productId: string, @Res() reply: Reply): Promise<void> {
    const [product, publicUrl] = [await this.products.byId(productId), await this.publicUrl()];
    await this.productPages.show(reply, product, { publicUrl });
  }

  @Post()
  @Policy('shop_member')
  async save(@Param('productId') productId: string, @Body() body: unknown, @Res() reply: Reply): Promise<void> {
    const product = await this.products.byId(productId);
    const typed = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
    try {
      const saved = await this.products.update(productId, productChange(product, typed));
      redirectTo(reply, `/produits/${product.productId}`, { key: 'products.saved', values: { name: saved.name } });
    } catch (error) {
      const variantIds = product.variants.map(({ variantId }) => variantId);
      const form = refusedForm(inForm(error, variantIds), typed, priceField(product));
      await this.productPages.show(reply, product, { form });
    }
  }

  @Post('publication')
  @Policy('shop_member')
  async publish(@Param('productId') productId: string, @Res() reply: Reply): Promise<void> {
    const product = await this.products.byId(productId);
    try {
      await this.products.update(productId, { published: true });
    } catch (error) {
      const form = refusedForm(error, this.productPages.values(product), priceField(product));
      return this.productPages.show(reply, product, { form });
    }
    this.done(reply, product, { key: 'products.published', undo: 'depublication' });
  }

  @Post('depublication')
  @Policy('shop_member')
  async unpublish(@Param('productId') productId: string, @Res() reply: Reply): Promise<void> {
    const product = await this.products.update(productId, { published: false });
    this.done(reply, product, { key: 'products.unpublished', undo: 'publication' });
  }

  @Post('copie')
  @Policy('shop_member')
  async duplicate(@Param('productId') productId: string, @Body() body: unknown, @Res() reply: Reply): Promise<void> {
    const { name } = await this.products.byId(productId);
    const { copyId } = parseForm(copyForm, body);
    try {
      const copy = await this.copies.duplicate(productId, {
        name: this.productPages.say('products.copy_name', { name }),
        ...(copyId && { copyId }),
      });
      redirectTo(reply, `/produits/${copy.productId}`, { key: 'products.copied', values: { name } });
    } catch (error) {
      if (!(error instanceof ProductExistsError) || !copyId) throw error;
      redirectTo(reply, `/produits/${copyId}`);
    }
  }

  @Post('archivage')
  @Policy('shop_member')
  async archive(@Param('productId') productId: string, @Res() reply: Reply): Promise<void> {
    const product = await this.products.byId(productId);
    await this.products.archive(productId);
    redirectTo(reply, '/produits', {
      key: 'products.archived',
      values: { name: product.name },
      undo: { path: `/produits/${product.productId}/restauration`, key: 'products.undo' },
    });
  }

  @Post('restauration')
  @Policy('shop_member')
  async restore(@Param('productId') productId: string, @Res() reply: Reply): Promise<void> {
    await this.products.restore(productId);
    const product = await this.products.byId(productId);
    redirectTo(reply, `/produits/${product.productId}`, { key: 'products.restored', values: { name: product.name } });
  }

  private done(reply: Reply, { productId, name }: ProductView, { key, undo }: { key: string; undo: string }): void {
    redirectTo(reply, `/produits/${productId}`, {
      key,
      values: { name },
      undo: { path: `/produits/${productId}/${undo}`, key: 'products.undo' },
    });
  }

  private async publicUrl(): Promise<string> {
    return publicOrigin(this.settings, (await this.shops.current()).slug);
  }
}

/** Where an error about the price stands. */
const priceField = ({ variants }: ProductView): string => variantField('price', variants[0]?.variantId ?? '');

import { Injectable } from '@nestjs/common';
import type { ProductView } from '#libs/catalog';
import { newId } from '#libs/kernel';
import { Shops } from '#libs/shops';
import { type FormView, freshForm } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import type { Reply } from '../http/site-request.js';
import { exclusionChoices, leadChoices, publicCategoryChoices, vatChoices } from './product-choices.js';
import { photoCards, productValues, safetyPart } from './product-page.mapper.js';
import { variantFields } from './product-variant.mapper.js';

interface Shown {
  form?: FormView & { status?: number };
  /** The form of a new photo, when it was refused. */
  photoForm?: FormView & { status?: number };
  /** The shop's own address. */
  publicUrl?: string;
}

/** The page of one product, for all who show it. */
@Injectable()
export class ProductPages {
  constructor(
    private readonly pages: Pages,
    private readonly shops: Shops,
  ) {}

  say(key: string, values: Record<string, unknown> = {}): string {
    return this.pages.say('merchant', key, values);
  }

  /** The photos alone, for a page that waits for them; says when there is nothing to wait for. */
  async photos(reply: Reply, product: ProductView): Promise<void> {
    const isWaiting = product.photos.some(({ state }) => state === 'waiting');
    if (!isWaiting) reply.header('x-ended', '1');
    const model = {
      title: product.name,
      url: `/produits/${product.productId}`,
      photos: photoCards(product, (key, values) => this.say(key, values)),
    };
    await page(reply, 'merchant/photo-cards', model, { isFragment: true });
  }

  values(product: ProductView): Record<string, unknown> {
    return productValues(product);
  }

  async show(reply: Reply, product: ProductView, { form, photoForm, publicUrl }: Shown = {}): Promise<void> {
    const say = (key: string, values = {}): string => this.pages.say('merchant', key, values);
    const shown = form ?? freshForm(productValues(product));
    const { trade } = await this.shops.current();
    const isOnSale = product.published && product.archivedAt === null;
    const model = {
      title: product.name,
      url: `/produits/${product.productId}`,
      isArchived: product.archivedAt !== null,
      isOnSale,
      publicUrl: isOnSale && publicUrl ? `${publicUrl}/produits/${product.handle}` : null,
      form: shown,
      photoForm: photoForm ?? freshForm(),
      summary: [...shown.summary, ...(photoForm?.summary ?? [])],
      variants: variantFields(product, shown, say),
      hasOptions: product.optionNames.length > 0,
      vats: vatChoices(shown.values['vat']),
      exclusions: exclusionChoices(shown.values['withdrawalExclusion'] ?? 'none', say),
      leads: leadChoices(shown.values['lead'], say),
      publicCategories: publicCategoryChoices(shown.values['publicCategory'], trade, say),
      optionsUrl: `/produits/${product.productId}/declinaisons`,
      // A form that comes back has none: what answers another shop's id is the same as for any unknown one.
      copyId: form || photoForm ? null : newId(),
      safety: safetyPart(product, shown, say),
      photos: photoCards(product, say),
      isWaiting: product.photos.some(({ state }) => state === 'waiting'),
      photoAlt: photoForm?.values['alt'] ?? product.name,
    };
    await page(reply, 'merchant/product', model, { status: form?.status ?? photoForm?.status ?? 200 });
  }
}

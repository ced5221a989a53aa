import { Injectable } from '@nestjs/common';
import { NO_SAFETY } from '../fields/product-safety.js';
import { Photos } from '../photos/photos.service.js';
import type { CheckedInput } from '../product-input.js';
import type { ProductView } from '../product-view.js';
import { Products } from '../products.service.js';

/** A product that is nearly like another one. */
@Injectable()
export class ProductCopies {
  constructor(
    private readonly products: Products,
    private readonly photos: Photos,
  ) {}

  /**
   * A draft with everything of the product but what is one piece's own: barcode, SKU, stock and reduction. `name` is the
   * copy's; `productId`, a new id, makes asking twice harmless (ProductExistsError). @throws NotFoundError
   */
  async duplicate(productId: string, { name, copyId }: { name: string; copyId?: string }): Promise<ProductView> {
    const product = await this.products.byId(productId);
    const copy = await this.products.create(
      {
        name: name.slice(0, 300),
        descriptionHtml: product.descriptionHtml,
        brand: product.brand,
        category: product.category,
        publicCategory: product.publicCategory,
        safety: { ...NO_SAFETY, ...product.safety },
        vatRate: product.vatRate as CheckedInput['vatRate'],
        perishable: product.perishable,
        withdrawalExclusion: product.withdrawalExclusion as CheckedInput['withdrawalExclusion'],
        leadMinutes: product.leadMinutes,
        optionNames: product.optionNames,
        variants: product.variants.map(({ options, priceCents, stock, weightGrams, content }) => ({
          options,
          priceCents,
          stock,
          weightGrams,
          content,
        })),
      },
      copyId,
    );
    const photos = await this.photos.copyTo(product, copy.productId);
    if (product.variants.every(({ photoId }) => photoId === null)) return this.products.byId(copy.productId);
    return this.products.update(copy.productId, {
      variants: copy.variants.map(({ variantId }, i) => ({
        variantId,
        photoId: photos.get(product.variants[i]?.photoId ?? '') ?? null,
      })),
    });
  }
}

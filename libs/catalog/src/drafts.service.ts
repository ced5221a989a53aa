import { Injectable } from '@nestjs/common';
import { slugify } from '#libs/kernel';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { allocateHandles } from './handles.js';
import { knownId } from './known-id.js';
import type { ProductChanges } from './product-input.js';
import type { ProductView } from './product-view.js';
import { Products } from './products.service.js';

/** What a product is called that was photographed first and waits for its name. */
export const UNNAMED = 'Sans nom';

/** Products that were photographed first and are named later. */
@Injectable()
export class Drafts {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly products: Products,
  ) {}

  /**
   * Like `Products.update`; a draft's first name also gives it its address and says what its photos show.
   * @throws what Products.update throws; nothing is written then.
   */
  async complete(productId: string, changes: ProductChanges): Promise<ProductView> {
    return this.tenancy.shopTransaction(async (tx) => {
      const { name, handle } = await this.products.byId(productId);
      const isUnnamed = name === UNNAMED && handle.replace(/-\d+$/, '') === slugify(UNNAMED);
      if (isUnnamed && changes.name?.trim()) {
        const [own] = await allocateHandles(tx, [changes.name]);
        const ids = [currentShopId(), knownId(productId)];
        await tx.query('update product set handle = $3 where shop_id = $1 and product_id = $2 and not published', [
          ...ids,
          own,
        ]);
        await tx.query('update photo set alt = left($3, 300) where shop_id = $1 and product_id = $2 and alt = $4', [
          ...ids,
          changes.name.trim(),
          UNNAMED,
        ]);
      }
      return this.products.update(productId, changes);
    });
  }
}

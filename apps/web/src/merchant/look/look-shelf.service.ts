import { Injectable } from '@nestjs/common';
import { Products, ProductTable } from '#libs/catalog';
import type { ShelfChoice } from './look-sections.mapper.js';

/** What a row of products may be made of. */
@Injectable()
export class LookShelf {
  constructor(
    private readonly products: Products,
    private readonly table: ProductTable,
  ) {}

  /** `query` finds products to pick; without it the newest are offered. */
  async read(productIds: string[], query: string): Promise<ShelfChoice> {
    const [found, categories, picked] = await Promise.all([
      this.products.list({ state: 'published', query, perPage: 20 }),
      this.table.categories(),
      this.products.byIds(productIds),
    ]);
    const isPicked = new Set(productIds);
    return { categories, picked, found: found.items.filter(({ productId }) => !isPicked.has(productId)), query };
  }
}

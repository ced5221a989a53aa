import { Injectable } from '@nestjs/common';
import { type JobHandler, type JobPayload, SubscribesTo } from '#libs/platform';
import { SearchIndex } from './search-index.service.js';

/** What changed: products of one shop, one shop, or many shops (`shopId` null). */
interface Change extends JobPayload {
  type?: string;
  productIds?: string[];
  shopIds?: string[];
}

/** Brings the index up to date after a change. */
@SubscribesTo({ types: ['product.changed', 'shop.changed', 'shop.availability_changed'], task: 'search.refresh' })
@Injectable()
export class SearchRefresh implements JobHandler<Change> {
  constructor(private readonly index: SearchIndex) {}

  async handle({ shopId, type, productIds, shopIds }: Change): Promise<void> {
    const isAvailability = type === 'shop.availability_changed';
    if (shopId === null) {
      return isAvailability ? this.index.refreshAvailabilities(shopIds ?? []) : this.index.refreshShops(shopIds ?? []);
    }
    if (isAvailability) return this.index.refreshAvailability();
    return this.index.refreshShop(type === 'product.changed' ? (productIds ?? null) : null);
  }
}

import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '#libs/kernel';
import { Events } from '#libs/platform';
import { currentShopId } from '#libs/tenancy';

/** Tells the other libs what changed, in the transaction that changed it. */
@Injectable()
export class CatalogNews {
  constructor(private readonly events: Events) {}

  async productsChanged(tx: EntityManager, productIds: string[]): Promise<void> {
    if (productIds.length === 0) return;
    await this.events.publish(tx, { type: 'product.changed', eventId: newId(), shopId: currentShopId(), productIds });
  }
}

import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SETTINGS, type Settings } from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';

/** Where an order is. */
export interface OrderPlace {
  shopId: string;
  orderId: string;
}

/** Finds the orders of an address over all shops. The table holds keyed hashes and ids; what an order says stays in its shop. */
@Injectable()
export class OrderIndex {
  constructor(
    private readonly tenancy: Tenancy,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** 43 characters; worth nothing without the application's secret. */
  hash(email: string): string {
    return createHmac('sha256', this.settings.appSecret)
      .update(`customer:${email.trim().toLowerCase()}`)
      .digest('base64url');
  }

  /** In the transaction that places the order. */
  async add(tx: EntityManager, orderId: string, email: string): Promise<void> {
    await tx.query(
      `insert into order_index (email_hash, shop_id, order_id, placed_at)
       select $3, $1, $2, placed_at from shop_order where shop_id = $1 and order_id = $2`,
      [currentShopId(), orderId, this.hash(email)],
    );
  }

  /** Newest first, `most` at most. From outside any shop. */
  async ofEmail(email: string, most = 500): Promise<OrderPlace[]> {
    return this.tenancy.publicRead<OrderPlace>(
      `select shop_id as "shopId", order_id as "orderId" from order_index where email_hash = $1
       order by placed_at desc, order_id limit $2`,
      [this.hash(email), most],
    );
  }
}

import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '#libs/platform';
import { asShop, currentShopId, Tenancy } from '#libs/tenancy';
import { OrderIndex } from './order-index.js';

const ORDERS_AT_ONCE = 500;

/**
 * Gives orders that are older than the index of customers their place in it, for its hash needs a key that the database does not
 * have. Once after each start; where nothing is missing it reads two counts.
 */
@HandlesJob({ task: 'orders.index_fill', cron: '0 4 * * *' })
@Injectable()
export class OrderIndexFill implements JobHandler {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly index: OrderIndex,
  ) {}

  async handle(): Promise<void> {
    const shops = await this.tenancy.regionTransaction((tx) => tx.query<{ shop_id: string }[]>(GAPS_SQL));
    for (const { shop_id: shopId } of shops) {
      await asShop(shopId, async () => {
        while ((await this.fill()) === ORDERS_AT_ONCE);
      });
    }
  }

  /** Of the current shop; answers how many. */
  private async fill(): Promise<number> {
    return this.tenancy.shopTransaction(async (tx) => {
      const missing = await tx.query<{ order_id: string; customer_email: string }[]>(MISSING_SQL, [
        currentShopId(),
        ORDERS_AT_ONCE,
      ]);
      for (const { order_id: orderId, customer_email: email } of missing) await this.index.add(tx, orderId, email);
      return missing.length;
    });
  }
}

/** Erased orders are in no index: their shops are looked at in vain. */
const GAPS_SQL = `
  select o.shop_id from (select shop_id, count(*) as n from shop_order group by 1) o
  left join (select shop_id, count(*) as n from order_index group by 1) i using (shop_id)
  where o.n > coalesce(i.n, 0) order by 1`;

const MISSING_SQL = `
  select o.order_id, o.customer_email from shop_order o
  where o.shop_id = $1 and o.erased_at is null
    and not exists (select from order_index i where i.shop_id = $1 and i.order_id = o.order_id)
  order by o.placed_at limit $2`;

import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { HandlesJob, type JobHandler } from '#libs/platform';
import { asShop, Tenancy } from '#libs/tenancy';

/** Days in which the same request sent again answers its order: no browser or program tries again for longer. */
const KEY_DAYS = 7;

/** Forgets the keys of orders that were placed long ago; the orders stay. Shop by shop, for keys are a shop's own. */
@HandlesJob({ task: 'orders.key_sweep', cron: '20 3 * * *' })
@Injectable()
export class KeySweep implements JobHandler {
  constructor(private readonly tenancy: Tenancy) {}

  async handle(): Promise<void> {
    const before = Clock.now()
      .subtract({ hours: KEY_DAYS * 24 })
      .toString();
    const shops = await this.tenancy.regionTransaction((tx) =>
      tx.query<{ shop_id: string }[]>(`select shop_id from shop where state <> 'provisioned' order by shop_id`),
    );
    for (const { shop_id: shopId } of shops) {
      await asShop(shopId, () =>
        this.tenancy.shopTransaction((tx) =>
          tx.query('delete from idempotency_key where shop_id = $1 and created_at < $2', [shopId, before]),
        ),
      );
    }
  }
}

import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { HandlesJob, type JobHandler, Jobs } from '#libs/platform';
import { asShop, Tenancy } from '#libs/tenancy';

const TASK = 'orders.key_sweep';
const EVERY_HOURS = 24;
/** After a start, so that a machine that restarts every day sweeps as well. */
const FIRST_HOURS = 1;
/** Days in which the same request sent again answers its order: no browser or program tries again for longer. */
const KEY_DAYS = 7;

/** Forgets the keys of orders that were placed long ago; the orders stay. Shop by shop, for keys are a shop's own. */
@HandlesJob({ task: TASK })
@Injectable()
export class KeySweep implements JobHandler, OnApplicationBootstrap {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly jobs: Jobs,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.plan(FIRST_HOURS);
  }

  async handle(): Promise<void> {
    await this.plan(EVERY_HOURS);
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

  private async plan(hours: number): Promise<void> {
    const options = { key: TASK, after: { hours } };
    await this.tenancy.publicTransaction((tx) => this.jobs.enqueue(tx, TASK, { shopId: null }, options));
  }
}

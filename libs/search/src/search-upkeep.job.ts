import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { HandlesJob, type JobHandler } from '#libs/platform';
import { asShop, Tenancy } from '#libs/tenancy';
import { SearchIndex } from './search-index.service.js';
import { UnmetSearches } from './unmet-searches.service.js';

const SHOPS_AT_ONCE = 1000;

/** What changes with time alone: the first slot of a shop goes by, words become more or less frequent, and old counts are forgotten. */
@HandlesJob({ task: 'search.upkeep', cron: '*/10 * * * *' })
@Injectable()
export class SearchUpkeep implements JobHandler {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly index: SearchIndex,
    private readonly unmet: UnmetSearches,
  ) {}

  async handle(): Promise<void> {
    const due = await this.tenancy.regionTransaction((tx) =>
      tx.query<{ shop_id: string }[]>(DUE_SQL, [Clock.now().toString(), SHOPS_AT_ONCE]),
    );
    for (const { shop_id: shopId } of due) await asShop(shopId, () => this.index.refreshAvailability());
    await this.index.recountWords();
    await this.index.forgetGone();
    await this.unmet.purge();
  }
}

/** Open shops whose first slot is no longer offered, or that had none. */
const DUE_SQL = `
  select s.shop_id from shop s join search_shop i using (shop_id)
  where s.state = 'open'
    and (i.pickup_starts[1][2] is null or i.pickup_starts[1][2] < $1::timestamptz)
  order by random() limit $2`;

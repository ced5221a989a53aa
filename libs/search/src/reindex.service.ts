import { Injectable } from '@nestjs/common';
import { asShop, Tenancy } from '#libs/tenancy';
import { SearchIndex } from './search-index.service.js';

const AT_ONCE = 4;

/** Rebuilds the index while it serves: shop after shop, each in one transaction, so that nothing is ever missing. */
@Injectable()
export class Reindex {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly index: SearchIndex,
  ) {}

  /** Answers the number of shops. `progress` is told after each. */
  async run(
    progress: (done: number, of: number) => void | Promise<void> = () => undefined,
  ): Promise<{ shops: number }> {
    const shops = await this.tenancy.regionTransaction((tx) =>
      tx.query<{ shop_id: string }[]>('select shop_id from shop order by shop_id'),
    );
    const waiting = shops.map((row) => row.shop_id);
    let done = 0;
    const work = async (): Promise<void> => {
      for (let shopId = waiting.pop(); shopId !== undefined; shopId = waiting.pop()) {
        await asShop(shopId, () => this.index.refreshShop());
        await progress(++done, shops.length);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    await this.index.recountWords();
    return { shops: shops.length };
  }
}

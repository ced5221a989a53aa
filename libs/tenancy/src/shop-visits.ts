import type { EntityManager } from 'typeorm';
import { AppError } from '#libs/kernel';

/** Shops were entered out of order, twice, two at a time or after a failure: a bug of ours. Status 500. */
export class VisitOrderError extends AppError {
  readonly code = 'tenancy.visit_order';
  readonly status = 500;
}

/** The shops of one transaction, each entered once and in the order of their ids. */
export interface ShopVisits {
  /**
   * What the shop would do in a transaction of its own; `shopTransaction` and `shopRead` inside join this one. Locks are
   * taken shop after shop in the order of ids, so two transactions never wait for each other. VisitOrderError otherwise.
   */
  inShop<T>(shopId: string, work: () => Promise<T>): Promise<T>;
  /** Statements as no shop: global tables, and no row of a tenant. */
  outside<T>(work: (tx: EntityManager) => Promise<T>): Promise<T>;
}

interface Ground {
  tx: EntityManager;
  as: <T>(shopId: string, visit: () => Promise<T>) => Promise<T>;
}

/** `tx` is open and acts for no shop. */
export function shopVisits({ tx, as }: Ground): ShopVisits {
  let last = '';
  /** Stays set when a visit fails: nothing may follow but the end of the transaction. */
  let isBusy = false;
  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isBusy) throw new VisitOrderError({ reason: 'two at a time, or one that failed' });
    isBusy = true;
    const result = await work();
    isBusy = false;
    return result;
  };
  return {
    inShop: (shopId, work) =>
      alone(async () => {
        if (shopId <= last) throw new VisitOrderError({ last, next: shopId });
        last = shopId;
        return as(shopId, async () => {
          await tx.query("select set_config('app.shop_id', $1, true)", [shopId]);
          const result = await work();
          await tx.query("select set_config('app.shop_id', '', true)");
          return result;
        });
      }),
    outside: (work) => alone(() => work(tx)),
  };
}

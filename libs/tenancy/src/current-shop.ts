import { AsyncLocalStorage } from 'node:async_hooks';
import { AppError } from '#libs/kernel';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const ambient = new AsyncLocalStorage<string>();

/** Shop code ran outside a shop: a bug of ours, never an answer to a visitor. Status 500. */
export class NoShopError extends AppError {
  readonly code = 'tenancy.no_shop';
  readonly status = 500;
}

/** One shop's work tried to become another shop's. A bug of ours. Status 500. */
export class OtherShopError extends AppError {
  readonly code = 'tenancy.other_shop';
  readonly status = 500;
}

/** The one door: everything that `work` calls acts for this shop. A shop inside another shop is refused. */
export function asShop<T>(shopId: string, work: () => T): T {
  if (!UUID.test(shopId)) throw new NoShopError({ shopId });
  const outer = ambient.getStore();
  if (outer !== undefined && outer !== shopId) throw new OtherShopError();
  return ambient.run(shopId, work);
}

/** The shop we act for, from the host name or the job. Throws NoShopError outside `asShop`. */
export function currentShopId(): string {
  const shopId = ambient.getStore();
  if (shopId === undefined) throw new NoShopError();
  return shopId;
}

/** Throws OtherShopError inside a shop: what follows enters several of them. */
export function outsideAnyShop(): void {
  if (ambient.getStore() !== undefined) throw new OtherShopError();
}

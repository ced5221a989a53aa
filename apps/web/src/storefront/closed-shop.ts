import { AppError } from '#libs/kernel';
import type { ShopRow } from './shop-row.js';

/** The shop closed for good. `details`: `name`. Status 410. */
export class ShopClosedError extends AppError {
  readonly code = 'storefront.closed';
  readonly status = 410;
}

/** Whoever is named had the page removed: nothing of it is told. Status 410. */
export class ShopWithdrawnError extends AppError {
  readonly code = 'storefront.withdrawn';
  readonly status = 410;
}

/** The region suspended the shop. `details`: `name`. Status 403. */
export class ShopSuspendedError extends AppError {
  readonly code = 'storefront.suspended';
  readonly status = 403;
}

/** Shops without pages of their own. Throws the error that says why. */
export function refuseClosedShop({ state, name }: Pick<ShopRow, 'state' | 'name'>): void {
  if (state === 'closed') throw new ShopClosedError({ name });
  if (state === 'withdrawn') throw new ShopWithdrawnError();
  if (state === 'suspended') throw new ShopSuspendedError({ name });
}

/** Pages of a shop that nobody has opened yet: where it is, and how its owner takes it over. */
export const waitsForOwner = ({ state }: Pick<ShopRow, 'state'>): boolean =>
  state === 'provisioned' || state === 'claimed';

/** Pages of a shop that sells, or will again. */
export const hasPages = ({ state }: Pick<ShopRow, 'state'>): boolean => state === 'open' || state === 'paused';

/** Nobody can come here any more, or should now. */
export const isClosed = ({ state }: Pick<ShopRow, 'state'>): boolean =>
  state === 'closed' || state === 'suspended' || state === 'withdrawn';

/** A product that was on sale here and is no more. `details`: `name`, `handle`. Status 410. */
export class ProductGoneError extends AppError {
  readonly code = 'storefront.product_gone';
  readonly status = 410;
}

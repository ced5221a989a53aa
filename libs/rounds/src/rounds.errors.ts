import { AppError } from '#libs/kernel';

/** A basket that was handed over already, too long ago, or never. Status 410. */
export class HandoverGoneError extends AppError {
  readonly code = 'rounds.handover_gone';
  readonly status = 410;
}

/** The chosen slots cannot be gone to in one trip a day: `shop` (slug) and `shopName` are in the way. Status 409. */
export class RoundNotFeasibleError extends AppError {
  readonly code = 'rounds.not_feasible';
  readonly status = 409;
}

/** A product is dearer or cheaper than was shown: `name`, `shownCents`, `cents`, `shop`, `shopName`. Status 409. */
export class PriceChangedError extends AppError {
  readonly code = 'rounds.price_changed';
  readonly status = 409;
}

/** A shop of the round that nobody knows, or that is gone: `shop`. Status 404. */
export class UnknownShopInRoundError extends AppError {
  readonly code = 'rounds.shop_unknown';
  readonly status = 404;
}

/** An Idempotency-Key came back with another round in it. Status 422. */
export class RoundKeyReusedError extends AppError {
  readonly code = 'rounds.key_reused';
  readonly status = 422;
}

import { AppError } from '#libs/kernel';

/** The shop's checklist is not complete. `details.missing`: its items, in order. Status 409. */
export class ShopNotReadyError extends AppError {
  readonly code = 'shops.not_ready';
  readonly status = 409;
}

/** The shop's state does not allow it. `details`: `state`. Status 409. */
export class ShopStateError extends AppError {
  readonly code = 'shops.wrong_state';
  readonly status = 409;
}

/** No shop waits for this code. Status 422. */
export class ClaimUnknownError extends AppError {
  readonly code = 'shops.claim_unknown';
  readonly status = 422;
}

/** The code was used, or the shop has its owner. Status 409. */
export class ClaimUsedError extends AppError {
  readonly code = 'shops.claim_used';
  readonly status = 409;
}

/** The code is older than its term. Status 410. */
export class ClaimExpiredError extends AppError {
  readonly code = 'shops.claim_expired';
  readonly status = 410;
}

/** The withdrawal link is not this shop's. Status 404. */
export class WithdrawalLinkError extends AppError {
  readonly code = 'shops.withdrawal_link';
  readonly status = 404;
}

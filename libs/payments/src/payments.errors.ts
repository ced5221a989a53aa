import { AppError } from '#libs/kernel';

/** Stripe does not answer, or refuses the call for now. Nothing was kept; the same again is safe. Status 503. */
export class CardUnavailableError extends AppError {
  readonly code = 'payments.unavailable';
  readonly status = 503;
}

/** This region takes no cards: STRIPE_SECRET_KEY is not set. Status 409. */
export class CardNotConfiguredError extends AppError {
  readonly code = 'payments.not_configured';
  readonly status = 409;
}

/** The shop's account may not charge yet. Status 409. */
export class AccountNotReadyError extends AppError {
  readonly code = 'payments.account_not_ready';
  readonly status = 409;
}

/** The order does not wait for a payment. Status 409. */
export class NothingToPayError extends AppError {
  readonly code = 'payments.nothing_to_pay';
  readonly status = 409;
}

/** More than what was taken and not given back yet: `left`, in cents. Status 422. */
export class RefundTooLargeError extends AppError {
  readonly code = 'payments.refund_too_large';
  readonly status = 422;
}

/** Not signed by Stripe for this endpoint, or too old. Status 400. */
export class BadSignatureError extends AppError {
  readonly code = 'payments.bad_signature';
  readonly status = 400;
}

/** The order cannot be withdrawn from: paid in the shop, nothing of it can be sent back, or the time is over. Status 409. */
export class WithdrawalClosedError extends AppError {
  readonly code = 'payments.withdrawal_closed';
  readonly status = 409;
}

import { AppError } from '#libs/kernel';

/** An Idempotency-Key came back with another order in it. Status 422. */
export class KeyReusedError extends AppError {
  readonly code = 'orders.key_reused';
  readonly status = 422;
}

/** No usable Idempotency-Key: 1 to 200 characters. Status 422. */
export class KeyMissingError extends AppError {
  readonly code = 'orders.key_missing';
  readonly status = 422;
}

/** A line names nothing that this shop sells. `line` counts from 1. Status 404. */
export class UnknownVariantError extends AppError {
  readonly code = 'orders.variant_unknown';
  readonly status = 404;
}

/** The shop takes no orders now. Status 409. */
export class ShopNotOpenError extends AppError {
  readonly code = 'orders.shop_not_open';
  readonly status = 409;
}

/** The slot is past, or was never one of this shop for this basket. `slots` proposes others. Status 422. */
export class SlotClosedError extends AppError {
  readonly code = 'orders.slot_closed';
  readonly status = 422;
}

/** Somebody took the last place. `slots` proposes others. Status 409. */
export class SlotFullError extends AppError {
  readonly code = 'orders.slot_full';
  readonly status = 409;
}

/**
 * Too few pieces are left. `line` (from 1), `variantId`, `name`, `wanted` and `available` of the first such line;
 * `lines` holds all of them. Status 409.
 */
export class SoldOutError extends AppError {
  readonly code = 'orders.sold_out';
  readonly status = 409;
}

/** The shop takes no cards now, or not for this amount (50 cents at least). Status 409. */
export class CardNotOfferedError extends AppError {
  readonly code = 'orders.card_not_offered';
  readonly status = 409;
}

/** The customer has not paid yet: nothing is to be done with the order. Status 409. */
export class PaymentAwaitedError extends AppError {
  readonly code = 'orders.payment_awaited';
  readonly status = 409;
}

/** The terms of sale that were accepted are none that this shop ever had. Status 422. */
export class TermsUnknownError extends AppError {
  readonly code = 'orders.terms_unknown';
  readonly status = 422;
}

/** The order is not in a state from which it could go there: `from`, `to`. Status 409. */
export class MoveNotAllowedError extends AppError {
  readonly code = 'orders.move_not_allowed';
  readonly status = 409;
}

/** Refusing for another reason than the listed ones needs a sentence for the customer. Status 422. */
export class SentenceMissingError extends AppError {
  readonly code = 'orders.sentence_missing';
  readonly status = 422;
}

/** No order of this shop has this pickup code; `triesLeft` before a pause. Status 404. */
export class WrongCodeError extends AppError {
  readonly code = 'orders.code_unknown';
  readonly status = 404;
}

/** Too many wrong codes: wait `retryAfter` seconds. Status 429. */
export class CodePausedError extends AppError {
  readonly code = 'orders.code_paused';
  readonly status = 429;
}

/** More pieces to strike than the line holds: `left`. Status 422. */
export class StrikeTooLargeError extends AppError {
  readonly code = 'orders.strike_too_large';
  readonly status = 422;
}

/** Nothing would be left to hand over: refuse the order instead. Status 409. */
export class NothingLeftError extends AppError {
  readonly code = 'orders.nothing_left';
  readonly status = 409;
}

/** The customer may still come. Status 409. */
export class SlotNotOverError extends AppError {
  readonly code = 'orders.slot_not_over';
  readonly status = 409;
}

/** Somebody was faster: `number`, `time` of the handover. Status 409. */
export class HandedOverAlreadyError extends AppError {
  readonly code = 'orders.handed_over_already';
  readonly status = 409;
}

/** The customer cancelled before the handover was told: `number`, `time`. Status 409. */
export class CancelledMeanwhileError extends AppError {
  readonly code = 'orders.cancelled_meanwhile';
  readonly status = 409;
}

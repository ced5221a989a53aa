/** Looks at what an order owes and makes the money follow. */
export const SETTLE_TASK = 'payments.settle';
/** The authorisation nears its end. */
export const CAPTURE_BY_TASK = 'payments.capture_by';
/** Gives back an authorisation that no order waits for. */
export const RELEASE_TASK = 'payments.release';
/** Stripe said that something happened to a payment. */
export const EVENT_TASK = 'payments.event';
/** Stripe said that something happened to the shop's account. */
export const ACCOUNT_TASK = 'payments.account';

import { AppError } from '#libs/kernel';

/** The link was used, is older than ten minutes, or never was one. Status 410. */
export class CustomerLinkGoneError extends AppError {
  readonly code = 'customers.link_gone';
  readonly status = 410;
}

/** Somebody's orders were asked for without a proven address. Status 401. */
export class NotProvenError extends AppError {
  readonly code = 'customers.not_proven';
  readonly status = 401;
}

/** Orders that still go on keep the address: they are collected or cancelled first. `count`. Status 409. */
export class OrdersOpenError extends AppError {
  readonly code = 'customers.orders_open';
  readonly status = 409;
}

import { AppError } from '#libs/kernel';

/** The link of a mail that was used, or that nobody waits for any more. Status 410. */
export class StockLinkError extends AppError {
  readonly code = 'care.stock_link';
  readonly status = 410;
}

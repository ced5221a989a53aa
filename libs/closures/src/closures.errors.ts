import { AppError } from '#libs/kernel';

/** The order was undone or is over: there is nothing to change. Status 409. */
export class ClosureOverError extends AppError {
  readonly code = 'closures.over';
  readonly status = 409;
}

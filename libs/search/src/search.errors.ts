import { AppError } from '#libs/kernel';

/** `commune` is no commune of the region. Status 422. */
export class UnknownPlaceError extends AppError {
  readonly code = 'search.unknown_place';
  readonly status = 422;
}

import { AppError } from '#libs/kernel';

/** No shop is meant by these choices. Status 422. */
export class NobodyToTellError extends AppError {
  readonly code = 'broadcasts.nobody';
  readonly status = 422;
}

import { AppError } from '#libs/kernel';

/** The file has no column with a SIRET, an activity and a place. */
export class NoEstablishmentsError extends AppError {
  readonly code = 'figures.no_establishments';
  readonly status = 422;
}

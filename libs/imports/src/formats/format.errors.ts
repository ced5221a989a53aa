import { AppError } from '#libs/kernel';

/** No known system writes these `columns`. */
export class UnknownFormatError extends AppError {
  readonly code = 'imports.unknown_format';
  readonly status = 422;
}

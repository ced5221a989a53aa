import { AppError } from '#libs/kernel';

/** The file has no column of this name; it has `columns`. */
export class MappedColumnUnknownError extends AppError {
  readonly code = 'imports.mapped_column_unknown';
  readonly status = 422;
}

/** No column was said to be the product's name. */
export class MappingWithoutNameError extends AppError {
  readonly code = 'imports.mapping_without_name';
  readonly status = 422;
}

/** No column was said to tell where a shop is. */
export class MappingWithoutPlaceError extends AppError {
  readonly code = 'imports.mapping_without_place';
  readonly status = 422;
}

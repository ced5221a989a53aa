import { AppError } from '#libs/kernel';

/** A product whose variants all cost nothing is not shown to customers. `details`: `name`. Status 422. */
export class PriceMissingError extends AppError {
  readonly code = 'catalog.price_missing';
  readonly status = 422;
}

/** An archived product is brought back before it is published. `details`: `name`. Status 409. */
export class ProductArchivedError extends AppError {
  readonly code = 'catalog.archived';
  readonly status = 409;
}

/** Stock of a variant that is made or fetched on order is not counted. Status 409. */
export class StockNotCountedError extends AppError {
  readonly code = 'catalog.stock_not_counted';
  readonly status = 409;
}

/** A product has as many photos as it may have. `details`: `most`. Status 422. */
export class TooManyPhotosError extends AppError {
  readonly code = 'catalog.too_many_photos';
  readonly status = 422;
}

/** An order of photos that does not name each of the product's photos once. Status 409. */
export class PhotoOrderError extends AppError {
  readonly code = 'catalog.photo_order';
  readonly status = 409;
}

/** A product of this id is there already: the form was sent twice. `details`: `name`. Status 409. */
export class ProductExistsError extends AppError {
  readonly code = 'catalog.exists';
  readonly status = 409;
}

/** Options that make more variants than one product may have. `details`: `most`, `wanted`. Status 422. */
export class TooManyVariantsError extends AppError {
  readonly code = 'catalog.too_many_variants';
  readonly status = 422;
}

/** The only variant of a product is not removed: the product is archived instead. `details`: `name`. Status 409. */
export class LastVariantError extends AppError {
  readonly code = 'catalog.last_variant';
  readonly status = 409;
}

/** A save of the table was taken back already, or another one came after it. Status 409. */
export class EditNotLatestError extends AppError {
  readonly code = 'catalog.edit_not_latest';
  readonly status = 409;
}

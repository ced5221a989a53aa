import { AppError } from '#libs/kernel';

/** A proposal that says what the sheet says already. Status 422. */
export class NothingToProposeError extends AppError {
  readonly code = 'sheets.nothing_new';
  readonly status = 422;
}

/** Only a shop that has the article proposes a change to its sheet or agrees to one. Status 403. */
export class ArticleNotHeldError extends AppError {
  readonly code = 'sheets.not_held';
  readonly status = 403;
}

/** The photo is none of the shop's own for this article, or not ready yet. Status 404. */
export class NoSheetPhotoError extends AppError {
  readonly code = 'sheets.no_photo';
  readonly status = 404;
}

/** One photo of a shop waits for each sheet. Status 409. */
export class PhotoWaitsError extends AppError {
  readonly code = 'sheets.photo_waits';
  readonly status = 409;
}

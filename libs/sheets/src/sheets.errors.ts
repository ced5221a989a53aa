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

import { AppError } from '#libs/kernel';

/** No shop or product is there to report. Status 404. */
export class ReportedUnknownError extends AppError {
  readonly code = 'moderation.unknown';
  readonly status = 404;
}

/** Somebody decided before. Status 409. */
export class DecidedError extends AppError {
  readonly code = 'moderation.decided';
  readonly status = 409;
}

/** It is taken down already. Status 409. */
export class AlreadyDownError extends AppError {
  readonly code = 'moderation.already_down';
  readonly status = 409;
}

/** Who decided does not decide on the appeal (article 20, 6). Status 403. */
export class SamePersonError extends AppError {
  readonly code = 'moderation.same_person';
  readonly status = 403;
}

/** The six months are over, or an appeal was made before. Status 409. */
export class AppealClosedError extends AppError {
  readonly code = 'moderation.appeal_closed';
  readonly status = 409;
}

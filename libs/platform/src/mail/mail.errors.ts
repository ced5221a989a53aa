import { AppError } from '#libs/kernel';

/** The mail server cannot be reached, is busy or misconfigured: try again later. `details`: `reason`, never an address. Status 503. */
export class MailUnavailableError extends AppError {
  readonly code = 'mail.unavailable';
  readonly status = 503;
}

/**
 * This mail will never be taken: the server said so (`details.answer`, its SMTP code) or it is not a mail
 * (`details.field` names the part with a line break, a bad address...). Never an address in it. Status 422.
 */
export class MailRefusedError extends AppError {
  readonly code = 'mail.refused';
  readonly status = 422;
}

import { AppError } from '#libs/kernel';

/** Not an http(s) address, too long, or with a name and password in it. `details`: `reason`. Status 422. */
export class BadUrlError extends AppError {
  readonly code = 'outbound.bad_url';
  readonly status = 422;
}

/**
 * An address we do not go to. `details`: `host`, `reason` (`address`: not a public one, `port`, `downgrade`: from https to
 * http, `redirects`: more than three). Status 422.
 */
export class OutboundBlockedError extends AppError {
  readonly code = 'outbound.blocked';
  readonly status = 422;
}

/** Unknown name, nobody listening, broken connection or certificate. `details`: `host`, `reason`. Status 502, worth a later try. */
export class UnreachableError extends AppError {
  readonly code = 'outbound.unreachable';
  readonly status = 502;
}

/** More bytes than asked for, counted after decompression. `details`: `host`, `limitBytes`. Status 422. */
export class AnswerTooLargeError extends AppError {
  readonly code = 'outbound.too_large';
  readonly status = 422;
}

/** Not complete in time, everything included. `details`: `host`, `seconds`. Status 504, worth a later try. */
export class OutboundTimeoutError extends AppError {
  readonly code = 'outbound.timeout';
  readonly status = 504;
}

/** The other side answered, but not with the thing. `details`: `host`, `answer` (its HTTP status). Status 502. */
export class AnswerStatusError extends AppError {
  readonly code = 'outbound.status';
  readonly status = 502;
}

/** An answer that cannot be read: unknown or broken compression. `details`: `host`. Status 502. */
export class UnreadableAnswerError extends AppError {
  readonly code = 'outbound.unreadable';
  readonly status = 502;
}

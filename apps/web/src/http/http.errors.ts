import { AppError } from '#libs/kernel';

/** The host name is not below our base domain. Status 421 (RFC 9110, 15.5.20). */
export class UnknownHostError extends AppError {
  readonly code = 'http.unknown_host';
  readonly status = 421;
}

/** A name that no shop can have. Status 404. */
export class ReservedHostError extends AppError {
  readonly code = 'http.reserved_host';
  readonly status = 404;
}

/** No shop has this address. Status 404. */
export class UnknownShopError extends AppError {
  readonly code = 'http.unknown_shop';
  readonly status = 404;
}

/** A shop had this address more than twelve months ago. Status 410. */
export class FormerAddressError extends AppError {
  readonly code = 'http.former_address';
  readonly status = 410;
}

/** No such page. Status 404. */
export class PageNotFoundError extends AppError {
  readonly code = 'http.page_not_found';
  readonly status = 404;
}

/** A form or a call that another site sent. Status 403. */
export class ForeignOriginError extends AppError {
  readonly code = 'http.foreign_origin';
  readonly status = 403;
}

/** Nobody is signed in, or the session is over. Status 401. */
export class NotSignedInError extends AppError {
  readonly code = 'http.not_signed_in';
  readonly status = 401;
}

/** Signed in, and of several shops: one must be chosen first. Status 409. */
export class NoShopChosenError extends AppError {
  readonly code = 'http.no_shop_chosen';
  readonly status = 409;
}

/** Signed in without the right. Status 403. */
export class ForbiddenError extends AppError {
  readonly code = 'http.forbidden';
  readonly status = 403;
}

/** Whoever acts for the territory proves first, by a passkey or a code, who they are. Status 403. */
export class ProofNeededError extends AppError {
  readonly code = 'http.proof_needed';
  readonly status = 403;
}

/** No bearer token, or one that is unknown or revoked. Status 401. */
export class BadTokenError extends AppError {
  readonly code = 'http.bad_token';
  readonly status = 401;
}

/** The body is compressed; it is read as it comes. Status 415. */
export class EncodedBodyError extends AppError {
  readonly code = 'http.encoded_body';
  readonly status = 415;
}

/** The address, the headers or the body do not follow their syntax. Status 400. */
export class MalformedRequestError extends AppError {
  readonly code = 'http.malformed';
  readonly status = 400;
}

/** The method does not suit this address. Status 405. */
export class MethodNotAllowedError extends AppError {
  readonly code = 'http.method_not_allowed';
  readonly status = 405;
}

/** Too many bytes. `maxMegabytes` may be among the details. Status 413. */
export class BodyTooLargeError extends AppError {
  readonly code = 'http.too_large';
  readonly status = 413;
}

/** A body of a kind that this address does not take. Status 415. */
export class UnsupportedBodyError extends AppError {
  readonly code = 'http.unsupported_body';
  readonly status = 415;
}

/** One address asked too often. Status 429, `retryAfter` in seconds. */
export class TooManyRequestsError extends AppError {
  readonly code = 'http.too_many_requests';
  readonly status = 429;
}

/** The program is ending and takes nothing new. Status 503. */
export class StoppingError extends AppError {
  readonly code = 'http.stopping';
  readonly status = 503;
}

/** A bug of ours. Status 500. */
export class UnexpectedError extends AppError {
  readonly code = 'http.unexpected';
  readonly status = 500;
}

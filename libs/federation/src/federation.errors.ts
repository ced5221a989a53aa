import { AppError } from '#libs/kernel';

/** The feed is being fetched right now. */
export class FeedBusyError extends AppError {
  readonly code = 'federation.busy';
  readonly status = 409;
}

/** The initiative has this address already. */
export class FeedKnownError extends AppError {
  readonly code = 'federation.known';
  readonly status = 409;
}

/** There is no content that waits for somebody to confirm it. */
export class NothingHeldError extends AppError {
  readonly code = 'federation.nothing_held';
  readonly status = 409;
}

/** The content is not what the feed's kind says: `kind`. */
export class NotThisFeedError extends AppError {
  readonly code = 'federation.not_this_feed';
  readonly status = 422;
}

/** Two establishments with numbers of their own are never one: `left` and `right` are their SIRETs. */
export class OtherSiretError extends AppError {
  readonly code = 'federation.other_siret';
  readonly status = 409;
}

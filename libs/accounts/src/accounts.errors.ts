import { AppError } from '#libs/kernel';

/** Address and password do not belong together, or there is no such account: the two are indistinguishable. Status 401. */
export class WrongCredentialsError extends AppError {
  readonly code = 'accounts.wrong_credentials';
  readonly status = 401;
}

/** Too many tries from one address or on one account. `retryAfter` in seconds, `minutes` rounded up. Status 429. */
export class TooManyAttemptsError extends AppError {
  readonly code = 'accounts.too_many_attempts';
  readonly status = 429;

  constructor(retryAfter: number) {
    super({ retryAfter, minutes: Math.ceil(retryAfter / 60) });
  }
}

/** A sign-in link that is unknown, used or older than ten minutes. Status 410. */
export class SignInLinkGoneError extends AppError {
  readonly code = 'accounts.sign_in_link_gone';
  readonly status = 410;
}

/** A password that is too short, too long or the person's own address. Status 422. */
export class WeakPasswordError extends AppError {
  readonly code = 'accounts.weak_password';
  readonly status = 422;
}

/** Text that is no e-mail address. Status 422. */
export class BadEmailError extends AppError {
  readonly code = 'accounts.bad_email';
  readonly status = 422;
}

/** A shop or an initiative keeps at least one owner: the last membership of that kind cannot be taken away. Status 409. */
export class LastOwnerError extends AppError {
  readonly code = 'accounts.last_owner';
  readonly status = 409;
}

/** No such person in this shop. Status 404. */
export class MemberUnknownError extends AppError {
  readonly code = 'accounts.member_unknown';
  readonly status = 404;
}

/** A passkey that could not be checked: another site, another challenge, too late, or unknown. Status 401. */
export class PasskeyRefusedError extends AppError {
  readonly code = 'accounts.passkey_refused';
  readonly status = 401;
}

/** A code of an authenticator, or of a paper, that is wrong, too old or was used. Status 422. */
export class CodeRefusedError extends AppError {
  readonly code = 'accounts.code_refused';
  readonly status = 422;
}

/** Whoever acts for the territory keeps one way to prove who they are. Status 409. */
export class LastProofError extends AppError {
  readonly code = 'accounts.last_proof';
  readonly status = 409;
}

/** A link that confirms an address and is not ours, or is older than seven days. Status 410. */
export class ConfirmationGoneError extends AppError {
  readonly code = 'accounts.confirmation_gone';
  readonly status = 410;
}

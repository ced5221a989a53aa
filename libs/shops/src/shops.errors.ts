import { AppError } from '#libs/kernel';

/** The shop's checklist is not complete. `details.missing`: its items, in order. Status 409. */
export class ShopNotReadyError extends AppError {
  readonly code = 'shops.not_ready';
  readonly status = 409;
}

/** The shop's state does not allow it. `details`: `state`. Status 409. */
export class ShopStateError extends AppError {
  readonly code = 'shops.wrong_state';
  readonly status = 409;
}

/** No shop waits for this code. Status 422. */
export class ClaimUnknownError extends AppError {
  readonly code = 'shops.claim_unknown';
  readonly status = 422;
}

/** The code was used, or the shop has its owner. Status 409. */
export class ClaimUsedError extends AppError {
  readonly code = 'shops.claim_used';
  readonly status = 409;
}

/** The code is older than its term. Status 410. */
export class ClaimExpiredError extends AppError {
  readonly code = 'shops.claim_expired';
  readonly status = 410;
}

/** The withdrawal link is not this shop's. Status 404. */
export class WithdrawalLinkError extends AppError {
  readonly code = 'shops.withdrawal_link';
  readonly status = 404;
}

/** A shop of this SIRET was made from a register and waits for its owner: it is taken over, not opened again. Status 409. */
export class ShopWaitsError extends AppError {
  readonly code = 'shops.waits_for_owner';
  readonly status = 409;
}

/** The SIRET has a shop with an owner. `details`: `name`. Status 409. */
export class ShopExistsError extends AppError {
  readonly code = 'shops.siret_has_shop';
  readonly status = 409;
}

/** The shop of this SIRET was withdrawn or closed for good. Status 409. */
export class ShopRemovedError extends AppError {
  readonly code = 'shops.siret_removed';
  readonly status = 409;
}

/** The account has as many shops as it may open. `details`: `most`. Status 409. */
export class TooManyShopsError extends AppError {
  readonly code = 'shops.too_many';
  readonly status = 409;
}

/** Another shop has or had this address. `details`: `slug`, and `free`, one that nobody has. Status 409. */
export class AddressTakenError extends AppError {
  readonly code = 'shops.address_taken';
  readonly status = 409;
}

/** The shop has been open, or has changed its address three times. Status 409. */
export class AddressFixedError extends AppError {
  readonly code = 'shops.address_fixed';
  readonly status = 409;
}

/** The commune is not one of the region served. `details`: `region`, the one it is in. Status 422. */
export class CommuneOutsideError extends AppError {
  readonly code = 'shops.commune_outside';
  readonly status = 422;
}

/** The shop was taken over by somebody whose e-mail address is not confirmed. Status 409. */
export class EmailUnconfirmedError extends AppError {
  readonly code = 'shops.email_unconfirmed';
  readonly status = 409;
}

/** What a decision about two descriptions changed has an owner by now, or means another shop: it stays. Status 409. */
export class TwinTakenError extends AppError {
  readonly code = 'shops.twin_taken';
  readonly status = 409;
}

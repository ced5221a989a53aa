import { AppError } from '#libs/kernel';

/** The slot was not proposed for this order, or no longer is. Status 409. */
export class SlotNotProposedError extends AppError {
  readonly code = 'orders.slot_not_proposed';
  readonly status = 409;
}

/** One to three slots with room are proposed at a time. Status 422. */
export class ProposalsError extends AppError {
  readonly code = 'orders.proposals';
  readonly status = 422;
}

import { AppError } from '#libs/kernel';

/** An invitation that is unknown, answered, withdrawn or older than its thirty days. Status 410. */
export class InvitationGoneError extends AppError {
  readonly code = 'team.invitation_gone';
  readonly status = 410;
}

/** That address is in the shop already. Status 409. */
export class AlreadyMemberError extends AppError {
  readonly code = 'team.already_member';
  readonly status = 409;
}

/** More open invitations than a small shop needs. `details`: `most`. Status 409. */
export class TooManyInvitationsError extends AppError {
  readonly code = 'team.too_many_invitations';
  readonly status = 409;
}

/** Nobody waits for this answer: it was given, taken back or came too late. Status 410. */
export class AssistanceGoneError extends AppError {
  readonly code = 'team.assistance_gone';
  readonly status = 410;
}

/** Not the code that the owner received, or too late. Status 422. */
export class AssistanceCodeError extends AppError {
  readonly code = 'team.assistance_code';
  readonly status = 422;
}

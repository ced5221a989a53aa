import { AppError } from '#libs/kernel';

/** All shops that wait for their owner were invited within 30 days. */
export class NobodyToInviteError extends AppError {
  readonly code = 'invitations.nobody';
  readonly status = 409;
}

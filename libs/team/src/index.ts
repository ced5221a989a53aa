export { InvitationMailJobHandler } from './invitation-mail.job.js';
export { type Invitation, invitationInput, Invitations } from './invitations.service.js';
export * from './team.errors.js';
export { TeamModule } from './team.module.js';

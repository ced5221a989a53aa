export { AssistanceMailJobHandler } from './assistance-mail.job.js';
export { type Assistance, ASSISTANCE_MINUTES, Assistances, type AssistanceStory } from './assistance.service.js';
export { InvitationMailJobHandler } from './invitation-mail.job.js';
export { type Invitation, invitationInput, Invitations } from './invitations.service.js';
export * from './team.errors.js';
export { TeamModule } from './team.module.js';

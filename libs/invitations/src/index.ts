export { InvitationMailJob } from './invitation-mail.job.js';
export { HelpDesk, type HelpedShop } from './help-desk.service.js';
export { type Batch, type InvitationLetter, ClaimInvitations, type InvitationScope } from './invitations.service.js';
export { NobodyToInviteError } from './invitations.errors.js';
export { InvitationsModule } from './invitations.module.js';

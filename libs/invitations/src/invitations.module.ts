import { Module } from '@nestjs/common';
import { ShopsModule } from '#libs/shops';
import { HelpDesk } from './help-desk.service.js';
import { InvitationMailJob } from './invitation-mail.job.js';
import { ClaimInvitations } from './invitations.service.js';

/** From a waiting shop to its owner: invitations, and the desk where owners are helped. */
@Module({
  imports: [ShopsModule],
  providers: [ClaimInvitations, InvitationMailJob, HelpDesk],
  exports: [ClaimInvitations, HelpDesk],
})
export class InvitationsModule {}

import { Module } from '@nestjs/common';
import { AccountsModule } from '#libs/accounts';
import { InvitationMailJobHandler } from './invitation-mail.job.js';
import { Invitations } from './invitations.service.js';

@Module({
  imports: [AccountsModule],
  providers: [Invitations, InvitationMailJobHandler],
  exports: [Invitations, InvitationMailJobHandler],
})
export class TeamModule {}

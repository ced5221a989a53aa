import { Module } from '@nestjs/common';
import { AccountsModule } from '#libs/accounts';
import { AssistanceMailJobHandler } from './assistance-mail.job.js';
import { Assistances } from './assistance.service.js';
import { InvitationMailJobHandler } from './invitation-mail.job.js';
import { Invitations } from './invitations.service.js';

@Module({
  imports: [AccountsModule],
  providers: [Invitations, InvitationMailJobHandler, Assistances, AssistanceMailJobHandler],
  exports: [Invitations, InvitationMailJobHandler, Assistances, AssistanceMailJobHandler],
})
export class TeamModule {}

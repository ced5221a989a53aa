import { Module } from '@nestjs/common';
import { ApiTokens } from './api-tokens.service.js';
import { Attempts } from './attempts.service.js';
import { Memberships } from './memberships.service.js';
import { Passkeys } from './passkeys.service.js';
import { People } from './people.service.js';
import { Sessions } from './sessions.service.js';
import { SignInLinks } from './sign-in-links.service.js';
import { SignInMailJobHandler } from './sign-in-mail.job.js';

@Module({
  providers: [People, Sessions, SignInLinks, Memberships, ApiTokens, Attempts, Passkeys, SignInMailJobHandler],
  exports: [People, Sessions, SignInLinks, Memberships, ApiTokens, Attempts, Passkeys],
})
export class AccountsModule {}

import { Module } from '@nestjs/common';
import { ApiTokens } from './api-tokens.service.js';
import { Attempts } from './attempts.service.js';
import { Authenticators } from './authenticators.service.js';
import { EmailCheckMailJob } from './email-check-mail.job.js';
import { Memberships } from './memberships.service.js';
import { Passkeys } from './passkeys.service.js';
import { People } from './people.service.js';
import { Proofs } from './proofs.service.js';
import { Registrations } from './registrations.service.js';
import { Sessions } from './sessions.service.js';
import { SignInLinks } from './sign-in-links.service.js';
import { SignInMailJobHandler } from './sign-in-mail.job.js';

const services = [
  People,
  Registrations,
  Sessions,
  SignInLinks,
  Memberships,
  ApiTokens,
  Attempts,
  Passkeys,
  Authenticators,
  Proofs,
];

@Module({
  providers: [...services, SignInMailJobHandler, EmailCheckMailJob],
  exports: services,
})
export class AccountsModule {}

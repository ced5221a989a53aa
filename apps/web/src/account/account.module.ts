import { Module } from '@nestjs/common';
import { AccountsModule } from '#libs/accounts';
import { AuditModule } from '#libs/audit';
import { ShopsModule } from '#libs/shops';
import { TeamModule } from '#libs/team';
import { HttpModule } from '../http/http.module.js';
import { AccountController } from './account.controller.js';
import { BrowserSession } from '../http/browser-session.js';
import { ComponentsController } from './components.controller.js';
import { InvitationController } from './invitation.controller.js';
import { LanguageController } from './language.controller.js';
import { PasskeysController } from './passkeys.controller.js';
import { ProofController } from './proof.controller.js';
import { ShopChoiceController } from './shop-choice.controller.js';
import { SignInController } from './sign-in.controller.js';
import { PasswordStrategy, SignInLinkStrategy } from './sign-in.strategies.js';

/** Signing in and out, choosing a shop, one's password and devices: the same for merchants and agents. */
@Module({
  imports: [AccountsModule, AuditModule, TeamModule, ShopsModule, HttpModule],
  controllers: [
    SignInController,
    AccountController,
    ShopChoiceController,
    ComponentsController,
    PasskeysController,
    ProofController,
    InvitationController,
    LanguageController,
  ],
  providers: [BrowserSession, PasswordStrategy, SignInLinkStrategy],
})
export class AccountModule {}

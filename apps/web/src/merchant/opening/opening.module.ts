import { Module } from '@nestjs/common';
import { AccountsModule } from '#libs/accounts';
import { AuditModule } from '#libs/audit';
import { CatalogModule } from '#libs/catalog';
import { ShopsModule } from '#libs/shops';
import { BrowserSession } from '../../http/browser-session.js';
import { HttpModule } from '../../http/http.module.js';
import { AccountStepController } from './account-step.controller.js';
import { EstablishmentStepController } from './establishment-step.controller.js';
import { HoursStepController } from './hours-step.controller.js';
import { IdentityStepController } from './identity-step.controller.js';
import { LegalStepController } from './legal-step.controller.js';
import { OpenStepController } from './open-step.controller.js';
import { OpeningJourney } from './opening-journey.service.js';
import { OpeningShop } from './opening-shop.service.js';
import { PhotoStepController } from './photo-step.controller.js';
import { ProductStepController } from './product-step.controller.js';
import { TakeOverController } from './take-over.controller.js';
import { TakeOver } from './take-over.service.js';
import { ThemeStepController } from './theme-step.controller.js';
import { TradeStepController } from './trade-step.controller.js';

/** « Ouvrir ma boutique »: one thing per screen, kept at each, from the account to a shop that takes orders. */
@Module({
  imports: [HttpModule, AccountsModule, AuditModule, CatalogModule, ShopsModule],
  controllers: [
    AccountStepController,
    EstablishmentStepController,
    TakeOverController,
    IdentityStepController,
    TradeStepController,
    HoursStepController,
    PhotoStepController,
    ThemeStepController,
    LegalStepController,
    ProductStepController,
    OpenStepController,
  ],
  providers: [BrowserSession, OpeningJourney, OpeningShop, TakeOver],
})
export class OpeningModule {}

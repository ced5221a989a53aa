import { Module } from '@nestjs/common';
import { AccountsModule } from '#libs/accounts';
import { AuditModule } from '#libs/audit';
import { PickupModule } from '#libs/pickup';
import { ShopsModule } from '#libs/shops';
import { PaymentsModule } from '#libs/payments';
import { BroadcastsModule } from '#libs/broadcasts';
import { CareModule } from '#libs/care';
import { ModerationModule } from '#libs/moderation';
import { TeamModule } from '#libs/team';
import { BrowserSession } from '../http/browser-session.js';
import { HttpModule } from '../http/http.module.js';
import { ClaimController } from './claim.controller.js';
import { HoursController } from './hours.controller.js';
import { HoursPage } from './hours-page.js';
import { PickupController } from './pickup/pickup.controller.js';
import { PaymentController } from './payment.controller.js';
import { ShopController } from './shop.controller.js';
import { ShopAssistanceController } from './assistance/assistance.controller.js';
import { ShopModerationController } from './moderation/moderation.controller.js';
import { StockConfirmationController } from './stock-confirmation.controller.js';
import { ShopMessagesController } from './messages/messages.controller.js';
import { TeamController } from './team.controller.js';
import { WithdrawalController } from './withdrawal.controller.js';

/** The shop itself: who it is, when it is open, how its owner comes in. */
@Module({
  imports: [
    HttpModule,
    AccountsModule,
    AuditModule,
    BroadcastsModule,
    CareModule,
    ModerationModule,
    TeamModule,
    ShopsModule,
    PickupModule,
    PaymentsModule,
  ],
  controllers: [
    ShopController,
    PaymentController,
    HoursController,
    PickupController,
    ClaimController,
    TeamController,
    ShopMessagesController,
    StockConfirmationController,
    ShopModerationController,
    ShopAssistanceController,
    WithdrawalController,
  ],
  providers: [BrowserSession, HoursPage],
})
export class ShopPagesModule {}

import { Module } from '@nestjs/common';
import { OrdersModule } from '#libs/orders';
import { ShopsModule } from '#libs/shops';
import { CardCheckout } from './card-checkout.service.js';
import { IntentWatch } from './intent-watch.service.js';
import { PaymentAccounts } from './payment-accounts.service.js';
import { AccountJob, PaymentEventJob } from './payment-event.job.js';
import { PaymentEvents } from './payment-events.service.js';
import { CaptureByJob, FollowOrder, ReleaseJobHandler, SettleJob, UnpaidJob } from './payment-follow.job.js';
import { Refunds } from './refunds.service.js';
import { Settlement } from './settlement.service.js';
import { StripeGate } from './stripe-gate.js';
import { Withdrawals } from './withdrawals.service.js';

@Module({
  imports: [OrdersModule, ShopsModule],
  providers: [
    StripeGate,
    PaymentAccounts,
    CardCheckout,
    Settlement,
    Refunds,
    PaymentEvents,
    IntentWatch,
    Withdrawals,
    FollowOrder,
    SettleJob,
    CaptureByJob,
    ReleaseJobHandler,
    UnpaidJob,
    PaymentEventJob,
    AccountJob,
  ],
  exports: [PaymentAccounts, CardCheckout, Settlement, Refunds, PaymentEvents, Withdrawals],
})
export class PaymentsModule {}

import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler, type JobPayload } from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { CardCheckout } from './card-checkout.service.js';
import { PaymentAccounts } from './payment-accounts.service.js';
import { ACCOUNT_TASK, EVENT_TASK } from './payment-tasks.js';
import { IntentWatch } from './intent-watch.service.js';
import { StripeGate } from './stripe-gate.js';

interface EventJob extends JobPayload {
  kind: 'session' | 'intent' | 'refund';
  objectId: string;
}

/** Asks Stripe how the object of an event stands now. */
@Injectable()
@HandlesJob({ task: EVENT_TASK })
export class PaymentEventJob implements JobHandler<EventJob> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly accounts: PaymentAccounts,
    private readonly checkout: CardCheckout,
    private readonly watch: IntentWatch,
    private readonly gate: StripeGate,
  ) {}

  async handle({ kind, objectId }: EventJob): Promise<void> {
    if (kind === 'session') return this.session(objectId);
    if (kind === 'intent') return this.watch.intent(objectId);
    return this.watch.refund(objectId);
  }

  /** The order is the one that we made the session for; a session of an earlier attempt says so itself, within its own account. */
  private async session(sessionId: string): Promise<void> {
    const [known] = await this.tenancy.shopRead<{ orderId: string }>(
      'select order_id as "orderId" from order_payment where shop_id = $1 and session_id = $2',
      [currentShopId(), sessionId],
    );
    if (known) return this.checkout.refresh(known.orderId);
    const account = await this.accounts.current();
    if (!account) return;
    const { client_reference_id: orderId } = await this.gate.session(account.accountId, sessionId);
    if (orderId) await this.checkout.refresh(orderId, sessionId);
  }
}

@Injectable()
@HandlesJob({ task: ACCOUNT_TASK })
export class AccountJob implements JobHandler {
  constructor(private readonly accounts: PaymentAccounts) {}

  handle(): Promise<void> {
    return this.accounts.refresh();
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { OrderPaying } from '#libs/orders';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { lockPayment, readPayment, setPayment } from './payment-rows.js';
import { PaymentAccounts } from './payment-accounts.service.js';
import { StripeGate } from './stripe-gate.js';

/** What happened to a payment at Stripe without us: it expired, was captured or refunded on the dashboard, or a refund bounced. */
@Injectable()
export class IntentWatch {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly accounts: PaymentAccounts,
    private readonly paying: OrderPaying,
    private readonly gate: StripeGate,
  ) {}

  async intent(intentId: string): Promise<void> {
    const orderId = await this.orderOf(intentId);
    if (orderId === null) return;
    const payment = await readPayment(this.tenancy, orderId);
    if (payment?.status !== 'authorised') return;
    const intent = await this.gate.intent(payment.accountId, intentId);
    if (intent.status !== 'canceled' && intent.status !== 'succeeded') return;
    await this.tenancy.shopTransaction(async (tx) => {
      const now = await lockPayment(tx, orderId);
      if (now?.status !== 'authorised') return;
      const settled_at = Clock.now().toString();
      if (intent.status === 'succeeded') {
        return setPayment(tx, orderId, { status: 'captured', captured_cents: intent.amount_received, settled_at });
      }
      const goesOn = ['placed', 'accepted', 'ready'].includes(now.orderStatus);
      const fault = intent.cancellation_reason ?? 'canceled';
      await setPayment(tx, orderId, { status: goesOn ? 'failed' : 'released', fault, settled_at });
      if (!goesOn) return;
      await this.paying.mail(tx, orderId, 'payment_failed');
      await this.paying.mail(tx, orderId, 'shop_payment_failed');
    });
  }

  /** A refund may fail days after it was sent: the merchant sees it and finds another way. */
  async refund(stripeRefundId: string): Promise<void> {
    const account = await this.accounts.current();
    if (!account) return;
    const refund = await this.gate.refundState(account.accountId, stripeRefundId);
    if (refund.status !== 'failed' && refund.status !== 'canceled') return;
    await this.tenancy.shopTransaction((tx) =>
      tx.query(`update payment_refund set status = 'failed', fault = $3 where shop_id = $1 and stripe_refund_id = $2`, [
        currentShopId(),
        stripeRefundId,
        (refund.failure_reason ?? refund.status ?? '').slice(0, 500),
      ]),
    );
  }

  private async orderOf(intentId: string): Promise<string | null> {
    const [row] = await this.tenancy.shopRead<{ orderId: string }>(
      'select order_id as "orderId" from order_payment where shop_id = $1 and payment_intent_id = $2',
      [currentShopId(), intentId],
    );
    return row?.orderId ?? null;
  }
}

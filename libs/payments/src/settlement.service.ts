import { Injectable } from '@nestjs/common';
import type { Stripe } from 'stripe';
import { Clock, newId } from '#libs/kernel';
import { OrderPaying } from '#libs/orders';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { CardCheckout } from './card-checkout.service.js';
import { type MoneyStep, moneyStep } from './money-step.js';
import { lockPayment, type PaymentRow, readPayment, setPayment } from './payment-rows.js';
import { isRefusal, StripeGate } from './stripe-gate.js';

/** One step leads to the next one at most this often. */
const MOST_STEPS = 6;

/**
 * Makes the money follow the order. What will be asked of Stripe is written down first, asked outside any transaction under a
 * key that never changes, and noted after: killed anywhere between, the same again finishes it.
 */
@Injectable()
export class Settlement {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly checkout: CardCheckout,
    private readonly paying: OrderPaying,
    private readonly gate: StripeGate,
  ) {}

  /** @throws CardUnavailableError: the job tries again */
  async settle(orderId: string): Promise<void> {
    if (!(await readPayment(this.tenancy, orderId))) return;
    for (let i = 0; i < MOST_STEPS; i++) {
      const [payment, step] = await this.decide(orderId);
      if (!payment) return;
      await this.sendRefunds(payment);
      if (step.do === 'nothing') return;
      await this.make(payment, step);
    }
  }

  /** An authorisation that no order waits for. */
  async release(accountId: string, intentId: string): Promise<void> {
    const { status } = await this.gate.intent(accountId, intentId);
    if (status === 'requires_capture') {
      await this.gate.cancelIntent(intentId, { account: accountId, key: `release:${intentId}` });
    } else if (status === 'succeeded') {
      const { amount_received: cents } = await this.gate.intent(accountId, intentId);
      const refund = { intentId, cents, refundId: intentId };
      await this.gate.refund(refund, { account: accountId, key: `refund:${intentId}` });
    }
  }

  /** What follows, with the intention written down. */
  private async decide(orderId: string): Promise<[PaymentRow | null, MoneyStep]> {
    return this.tenancy.shopTransaction(async (tx) => {
      const payment = await lockPayment(tx, orderId);
      if (!payment) return [null, { do: 'nothing' }];
      const step = moneyStep(payment, new Date(Clock.now().epochMilliseconds));
      if (step.do === 'capture') await setPayment(tx, orderId, { capture_cents: step.cents });
      if (step.do !== 'refund') return [payment, step];
      const row = { refundId: newId(), cents: step.cents, cause: 'system', status: 'asked' } as const;
      await tx.query(
        `insert into payment_refund (shop_id, refund_id, order_id, cents, cause, actor, asked_at)
         values ($1, $2, $3, $4, 'system', 'system', $5)`,
        [currentShopId(), row.refundId, orderId, row.cents, Clock.now().toString()],
      );
      return [{ ...payment, refunds: [...payment.refunds, row] }, step];
    });
  }

  private async make(payment: PaymentRow, step: MoneyStep): Promise<void> {
    if (step.do === 'capture') await this.capture(payment, step.cents);
    else if (step.do === 'release') await this.giveBack(payment);
    else if (step.do === 'close_session') await this.closeSession(payment);
  }

  private async capture({ orderId, accountId, intentId }: PaymentRow, cents: number): Promise<void> {
    const call = { account: accountId, key: `capture:${orderId}` };
    const intent = await this.asked(accountId, intentId!, () => this.gate.capture(intentId!, cents, call));
    if (intent.status === 'succeeded') await this.captured(orderId, intent.amount_received);
    else await this.failed(orderId, intent.last_payment_error?.code ?? intent.status);
  }

  private async giveBack({ orderId, accountId, intentId }: PaymentRow): Promise<void> {
    const call = { account: accountId, key: `release:${orderId}` };
    const intent = await this.asked(accountId, intentId!, () => this.gate.cancelIntent(intentId!, call));
    if (intent.status === 'succeeded') await this.captured(orderId, intent.amount_received);
    else await this.note(orderId, { status: 'released' });
  }

  /** Where Stripe says no, what it says of the payment counts: it may have expired, or been captured elsewhere. */
  private async asked(
    account: string,
    intentId: string,
    ask: () => Promise<Stripe.PaymentIntent>,
  ): Promise<Stripe.PaymentIntent> {
    try {
      return await ask();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return this.gate.intent(account, intentId);
    }
  }

  /** The order ended before it was paid; whoever paid meanwhile has it released by the next step. */
  private async closeSession(payment: PaymentRow): Promise<void> {
    await this.checkout.close(payment);
    await this.checkout.refresh(payment.orderId);
    const now = await readPayment(this.tenancy, payment.orderId);
    if (now?.status === 'awaiting') await this.note(payment.orderId, { status: 'released' });
  }

  private captured(orderId: string, cents: number): Promise<void> {
    return this.note(orderId, { status: 'captured', captured_cents: cents });
  }

  private async note(orderId: string, changes: Record<string, unknown>): Promise<void> {
    const settled = { ...changes, settled_at: Clock.now().toString() };
    await this.tenancy.shopTransaction((tx) => setPayment(tx, orderId, settled));
  }

  /** The bank let the authorisation go: the order stands and is paid in the shop, and both are told. */
  private async failed(orderId: string, fault: string): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      const payment = await lockPayment(tx, orderId);
      if (payment?.status !== 'authorised') return;
      await setPayment(tx, orderId, {
        status: 'failed',
        fault: fault.slice(0, 500),
        settled_at: Clock.now().toString(),
      });
      await this.paying.mail(tx, orderId, 'payment_failed');
      await this.paying.mail(tx, orderId, 'shop_payment_failed');
    });
  }

  private async sendRefunds({ orderId, accountId, intentId, refunds }: PaymentRow): Promise<void> {
    for (const { refundId, cents, status } of refunds) {
      if (status !== 'asked' || !intentId) continue;
      const call = { account: accountId, key: `refund:${refundId}` };
      const sent = await this.gate.refund({ intentId, cents, refundId }, call).catch((error: unknown) => {
        if (!isRefusal(error)) throw error;
        return { id: null, status: 'failed', failure_reason: error.code ?? error.message };
      });
      await this.refunded(orderId, refundId, sent);
    }
  }

  private async refunded(
    orderId: string,
    refundId: string,
    sent: { id: string | null; status: string | null; failure_reason?: string | undefined },
  ): Promise<void> {
    const isDone = sent.status !== 'failed' && sent.status !== 'canceled';
    await this.tenancy.shopTransaction(async (tx) => {
      await tx.query(
        `update payment_refund set status = $4, stripe_refund_id = $5, fault = $6, done_at = $7
         where shop_id = $1 and order_id = $2 and refund_id = $3 and status = 'asked'`,
        [
          currentShopId(),
          orderId,
          refundId,
          isDone ? 'done' : 'failed',
          sent.id,
          sent.failure_reason?.slice(0, 500) ?? null,
          Clock.now().toString(),
        ],
      );
      if (isDone) await this.paying.mail(tx, orderId, 'refunded');
    });
  }
}

import { Injectable } from '@nestjs/common';
import type { Stripe } from 'stripe';
import { Clock } from '#libs/kernel';
import { type OrderDetails, OrderPaying } from '#libs/orders';
import { Jobs } from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { lockPayment, type PaymentRow, readPayment, setPayment } from './payment-rows.js';
import { NothingToPayError } from './payments.errors.js';
import { CAPTURE_BY_TASK, RELEASE_TASK, SETTLE_TASK } from './payment-tasks.js';
import { StripeGate } from './stripe-gate.js';

/** Stripe takes 30 minutes at least, counted when the call arrives. */
const SESSION_MINUTES = 31;
/** A session that ends before this is replaced by a new one. */
const FRESH_MINUTES = 30.25;
/** Cards are held for seven days (Stripe, « Place a hold on a payment method »): a day is left for trying again. */
const CAPTURE_DAYS = 6;

/** Paying an order on Stripe's page, from opening it to the authorisation. No call within a transaction. */
@Injectable()
export class CardCheckout {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly paying: OrderPaying,
    private readonly gate: StripeGate,
    private readonly jobs: Jobs,
  ) {}

  /**
   * The page on which the customer pays. The same order leads to the same page while that one is open; what was asked of Stripe
   * and got lost is asked again under the same key. @throws NothingToPayError, CardUnavailableError
   */
  async start(order: OrderDetails): Promise<string> {
    const payment = await this.claimAttempt(order.orderId);
    if (payment.sessionUrl) return payment.sessionUrl;
    const session = await this.gate.createSession(
      {
        orderId: order.orderId,
        shopId: currentShopId(),
        number: order.number,
        cents: payment.amountCents,
        email: order.customer.email,
        url: order.url,
        expiresAt: Math.floor(payment.sessionExpiresAt!.getTime() / 1000),
      },
      { account: payment.accountId, key: `session:${order.orderId}:${payment.sessionAttempt}` },
    );
    await this.tenancy.shopTransaction((tx) =>
      setPayment(tx, order.orderId, { session_id: session.id, session_url: session.url }),
    );
    return session.url!;
  }

  /** Looks at Stripe's side of the payment and follows it, however often and in whatever order it is told to. */
  async refresh(orderId: string, sessionId?: string): Promise<void> {
    const payment = await readPayment(this.tenancy, orderId);
    const id = sessionId ?? payment?.sessionId;
    if (!payment || !id) return;
    const session = await this.gate.session(payment.accountId, id);
    if (session.client_reference_id !== orderId) return;
    const intent = session.payment_intent as Stripe.PaymentIntent | null;
    if (intent && (intent.status === 'requires_capture' || intent.status === 'succeeded')) {
      await this.authorised(orderId, intent);
    } else if (session.status === 'expired' && id === payment.sessionId && payment.status === 'awaiting') {
      await this.giveUp(orderId);
    }
  }

  /** The time to pay is over: closes the page, so that nobody pays what is no longer held, then lets the order go. */
  async expire(orderId: string): Promise<void> {
    await this.refresh(orderId);
    const payment = await readPayment(this.tenancy, orderId);
    if (payment?.status !== 'awaiting') return;
    if (payment.sessionId) await this.close(payment);
    await this.refresh(orderId);
    if ((await readPayment(this.tenancy, orderId))?.status === 'awaiting') await this.giveUp(orderId);
  }

  /** A session that is paid or over already cannot be closed; `refresh` sees which. */
  async close({ orderId, sessionId, accountId }: PaymentRow): Promise<void> {
    if (!sessionId) return;
    const call = { account: accountId, key: `expire:${orderId}:${sessionId}` };
    const { status } = await this.gate.session(accountId, sessionId);
    if (status === 'open') await this.gate.expireSession(sessionId, call);
  }

  /** Another attempt when there is no page that is open long enough. One transaction. */
  private async claimAttempt(orderId: string): Promise<PaymentRow> {
    return this.tenancy.shopTransaction(async (tx) => {
      const payment = await lockPayment(tx, orderId);
      const now = Clock.now();
      const isDue = payment?.status === 'awaiting' && payment.dueAt.getTime() > now.epochMilliseconds;
      if (!payment || !isDue || payment.orderStatus !== 'placed') throw new NothingToPayError();
      const ends = payment.sessionExpiresAt?.getTime() ?? 0;
      const isOpen = payment.sessionUrl !== null && ends > now.epochMilliseconds;
      if (isOpen || ends >= now.epochMilliseconds + FRESH_MINUTES * 60_000) return payment;
      const sessionExpiresAt = new Date(now.epochMilliseconds + SESSION_MINUTES * 60_000);
      const sessionAttempt = payment.sessionAttempt + 1;
      await setPayment(tx, orderId, {
        session_attempt: sessionAttempt,
        session_expires_at: sessionExpiresAt.toISOString(),
        session_id: null,
        session_url: null,
      });
      return { ...payment, sessionAttempt, sessionExpiresAt, sessionId: null, sessionUrl: null };
    });
  }

  /** Money that comes for an order that is gone, or a second time, is released: one job each. */
  private async authorised(orderId: string, intent: Stripe.PaymentIntent): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      const payment = await lockPayment(tx, orderId);
      if (!payment || payment.intentId === intent.id) return;
      const shopId = currentShopId();
      if (payment.intentId !== null) {
        const job = { shopId, accountId: payment.accountId, intentId: intent.id };
        return this.jobs.enqueue(tx, RELEASE_TASK, job, { key: `${RELEASE_TASK}:${intent.id}` });
      }
      const now = Clock.now();
      const captureBy = now.add({ hours: CAPTURE_DAYS * 24 }).toString();
      const isTaken = intent.status === 'succeeded';
      await setPayment(tx, orderId, {
        status: isTaken ? 'captured' : 'authorised',
        captured_cents: isTaken ? intent.amount_received : 0,
        payment_intent_id: intent.id,
        authorised_at: now.toString(),
        capture_by: captureBy,
      });
      await this.paying.paid(tx, orderId);
      await this.jobs.enqueue(tx, SETTLE_TASK, { shopId, orderId }, { key: `${SETTLE_TASK}:${orderId}` });
      const timer = { runAt: captureBy, key: `${CAPTURE_BY_TASK}:${orderId}` };
      await this.jobs.enqueue(tx, CAPTURE_BY_TASK, { shopId, orderId }, timer);
    });
  }

  private async giveUp(orderId: string): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      const payment = await lockPayment(tx, orderId);
      if (payment?.status !== 'awaiting') return;
      await setPayment(tx, orderId, { status: 'released', settled_at: Clock.now().toString() });
      await this.paying.unpaid(tx, orderId);
    });
  }
}

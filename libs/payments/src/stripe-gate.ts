import { Inject, Injectable } from '@nestjs/common';
import { Stripe } from 'stripe';
import { SETTINGS, type Settings } from '#libs/platform';
import { CardNotConfiguredError, CardUnavailableError } from './payments.errors.js';

const TIMEOUT_MS = 10_000;

/** Whose account a call acts on, and the key under which a repeat is the same call. */
export interface Call {
  account: string;
  key: string;
}

export interface SessionOrder {
  orderId: string;
  shopId: string;
  number: string;
  cents: number;
  email: string;
  /** Where the customer comes back to: `<order>/paiement` looks at the payment, `<order>` does not. */
  url: string;
  /** Seconds since 1970. */
  expiresAt: number;
}

/**
 * Everything that is asked of Stripe. Charges are direct: each call about money names the shop's own account in
 * `Stripe-Account`, and none takes a fee, so that nothing ever passes through the platform's balance.
 * Source: Stripe API reference, version pinned by the package.
 */
@Injectable()
export class StripeGate {
  private readonly stripe: Stripe | null;

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {
    this.stripe = settings.stripe && clientOf(settings.stripe);
  }

  get isConfigured(): boolean {
    return this.stripe !== null;
  }

  createAccount({ shopId, email, name, url }: { shopId: string; email: string | null; name: string; url: string }) {
    return this.call((stripe) =>
      stripe.accounts.create(
        {
          type: 'standard',
          country: 'FR',
          ...(email ? { email } : {}),
          business_profile: { name, ...(url.startsWith('https:') ? { url } : {}) },
          metadata: { shop_id: shopId },
        },
        { idempotencyKey: `account:${shopId}` },
      ),
    );
  }

  account(accountId: string) {
    return this.call((stripe) => stripe.accounts.retrieve(accountId));
  }

  /** The page on which Stripe asks the merchant who they are; good for some minutes, once. */
  accountLink(accountId: string, { back, again }: { back: string; again: string }) {
    return this.call((stripe) =>
      stripe.accountLinks.create({
        account: accountId,
        type: 'account_onboarding',
        return_url: back,
        refresh_url: again,
      }),
    );
  }

  createSession(order: SessionOrder, call: Call) {
    const metadata = { order_id: order.orderId, shop_id: order.shopId };
    return this.call((stripe) =>
      stripe.checkout.sessions.create(
        {
          mode: 'payment',
          allowed_payment_method_types: ['card'],
          client_reference_id: order.orderId,
          customer_email: order.email,
          locale: 'fr',
          submit_type: 'pay',
          line_items: [
            {
              quantity: 1,
              price_data: {
                currency: 'eur',
                unit_amount: order.cents,
                product_data: { name: `Commande ${order.number}` },
              },
            },
          ],
          payment_intent_data: { capture_method: 'manual', description: `Commande ${order.number}`, metadata },
          metadata,
          success_url: `${order.url}/paiement`,
          cancel_url: order.url,
          expires_at: order.expiresAt,
        },
        { ...optionsOf(call), maxNetworkRetries: 1 },
      ),
    );
  }

  session(account: string, id: string) {
    return this.call((stripe) =>
      stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] }, { stripeAccount: account }),
    );
  }

  expireSession(id: string, call: Call) {
    return this.call((stripe) => stripe.checkout.sessions.expire(id, {}, optionsOf(call)));
  }

  intent(account: string, id: string) {
    return this.call((stripe) => stripe.paymentIntents.retrieve(id, {}, { stripeAccount: account }));
  }

  capture(id: string, cents: number, call: Call) {
    return this.call((stripe) => stripe.paymentIntents.capture(id, { amount_to_capture: cents }, optionsOf(call)));
  }

  cancelIntent(id: string, call: Call) {
    return this.call((stripe) =>
      stripe.paymentIntents.cancel(id, { cancellation_reason: 'requested_by_customer' }, optionsOf(call)),
    );
  }

  refund({ intentId, cents, refundId }: { intentId: string; cents: number; refundId: string }, call: Call) {
    return this.call((stripe) =>
      stripe.refunds.create(
        { payment_intent: intentId, amount: cents, reason: 'requested_by_customer', metadata: { refund_id: refundId } },
        optionsOf(call),
      ),
    );
  }

  refundState(account: string, id: string) {
    return this.call((stripe) => stripe.refunds.retrieve(id, {}, { stripeAccount: account }));
  }

  /** @throws when the signature is not Stripe's, or older than five minutes */
  event(rawBody: Buffer, signature: string): Stripe.Event {
    const secret = this.settings.stripe?.webhookSecret;
    if (!this.stripe || !secret) throw new CardNotConfiguredError();
    return this.stripe.webhooks.constructEvent(rawBody, signature, secret);
  }

  /** What Stripe refuses is thrown as it is; that it does not answer is CardUnavailableError. */
  private async call<T>(ask: (stripe: Stripe) => Promise<T>): Promise<T> {
    if (!this.stripe) throw new CardNotConfiguredError();
    try {
      return await ask(this.stripe);
    } catch (error) {
      if (isRefusal(error) || !(error instanceof Stripe.errors.StripeError)) throw error;
      throw new CardUnavailableError({ type: error.type, requestId: error.requestId ?? null });
    }
  }
}

/** Stripe understood and says no: asking again changes nothing. */
export const isRefusal = (error: unknown): error is InstanceType<typeof Stripe.errors.StripeError> =>
  error instanceof Stripe.errors.StripeInvalidRequestError || error instanceof Stripe.errors.StripeCardError;

const optionsOf = ({ account, key }: Call) => ({ stripeAccount: account, idempotencyKey: key });

function clientOf({ secretKey, apiUrl }: NonNullable<Settings['stripe']>): Stripe {
  const url = apiUrl === null ? null : new URL(apiUrl);
  const protocol = url?.protocol === 'http:' ? 'http' : 'https';
  return new Stripe(secretKey, {
    timeout: TIMEOUT_MS,
    maxNetworkRetries: 0,
    telemetry: false,
    ...(url ? { protocol, host: url.hostname, port: url.port || (protocol === 'http' ? 80 : 443) } : {}),
  });
}

import { randomBytes } from 'node:crypto';
import { Clock } from '#libs/kernel';

export type Json = Record<string, unknown>;

export interface Asked {
  method: string;
  path: string;
  account: string | null;
  key: string | null;
  form: Record<string, string>;
  replayed: boolean;
}

export interface Intent extends Json {
  id: string;
  status: string;
  amount: number;
  amount_received: number;
}

/** What a platform that holds money would ask for. */
const PLATFORM_MONEY = /application_fee|transfer_data|on_behalf_of|transfer_group/;

/** Accounts, sessions, payments and refunds as Stripe keeps them, in the shapes of its published description, with whose money it is. */
export class StripeObjects {
  /** Calls that a platform without a balance of its own never makes. */
  readonly offences: string[] = [];
  /** Cents; `platform` must stay 0. */
  readonly balances = new Map<string, number>([['platform', 0]]);
  private readonly accounts = new Map<string, Json>();
  private readonly sessions = new Map<string, Json & { account: string }>();
  private readonly intents = new Map<string, Intent & { account: string }>();
  private readonly refunds = new Map<string, Json & { account: string }>();
  private counter = 0;

  /** The merchant answered everything that Stripe asked. */
  completeAccount(id: string): void {
    Object.assign(this.accounts.get(id)!, {
      charges_enabled: true,
      details_submitted: true,
      requirements: { currently_due: [], disabled_reason: null },
    });
  }

  /** The customer pays on the session's page; answers the id of the payment. */
  pay(sessionId: string): string {
    const session = this.sessions.get(sessionId)!;
    if (session['status'] !== 'open') throw new Error(`Session is ${String(session['status'])}`);
    const data = session['payment_intent_data'] as Json;
    const id = this.id('pi');
    const isManual = data['capture_method'] === 'manual';
    const amount = session['amount_total'] as number;
    this.intents.set(id, {
      id,
      object: 'payment_intent',
      amount,
      amount_capturable: isManual ? amount : 0,
      amount_received: isManual ? 0 : amount,
      capture_method: isManual ? 'manual' : 'automatic',
      currency: 'eur',
      status: isManual ? 'requires_capture' : 'succeeded',
      metadata: data['metadata'],
      account: session.account,
    });
    Object.assign(session, { status: 'complete', payment_status: isManual ? 'unpaid' : 'paid', payment_intent: id });
    return id;
  }

  /** Seven days went by, or the bank let go. */
  expireAuthorisation(intentId: string): void {
    Object.assign(this.intents.get(intentId)!, {
      status: 'canceled',
      cancellation_reason: 'automatic',
      amount_capturable: 0,
    });
  }

  lapseSession(id: string): void {
    this.sessions.get(id)!['status'] = 'expired';
  }

  failRefund(id: string): void {
    Object.assign(this.refunds.get(id)!, { status: 'failed', failure_reason: 'expired_or_canceled_card' });
  }

  intent = (id: string): Intent => this.intents.get(id)!;
  session = (id: string): Json => this.sessions.get(id)!;
  intentsOf = (account: string): Intent[] => [...this.intents.values()].filter((intent) => intent.account === account);

  account = (id: string): Json => this.accounts.get(id)!;

  protected answer(asked: Asked): { status: number; body: Json } {
    this.watch(asked);
    const [, , first = '', second = '', third = '', fourth = ''] = asked.path.split('/');
    try {
      if (first === 'accounts') return ok(this.accountCall(asked, second));
      if (first === 'account_links') return ok(this.accountLink(asked));
      if (first === 'checkout') return ok(this.checkout(asked, third, fourth));
      if (first === 'payment_intents') return ok(this.payment(asked, second, third));
      if (first === 'refunds') return ok(this.refund(asked, second));
      throw new Refusal('resource_missing', `Unrecognized request URL (${asked.method}: ${asked.path})`, 404);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, body: invalid(error.message, error.code) };
    }
  }

  private watch({ method, path, account, key, form }: Asked): void {
    const isMoney = /checkout|payment_intents|refunds/.test(path);
    if (isMoney && account === null) this.offences.push(`${path} without Stripe-Account`);
    if (isMoney && method === 'POST' && key === null) this.offences.push(`${path} without Idempotency-Key`);
    const names = Object.keys(form).filter((name) => PLATFORM_MONEY.test(name));
    if (names.length > 0) this.offences.push(`${path} ${names.join(' ')}`);
  }

  private accountCall({ method, form }: Asked, id: string): Json {
    if (method === 'GET') return this.accounts.get(id) ?? missing('account', id);
    const account = {
      id: this.id('acct'),
      object: 'account',
      type: form['type'],
      country: form['country'],
      email: form['email'] ?? null,
      charges_enabled: false,
      details_submitted: false,
      requirements: {
        currently_due: ['business_profile.mcc', 'external_account'],
        disabled_reason: 'requirements.past_due',
      },
    };
    this.accounts.set(account.id, account);
    this.balances.set(account.id, 0);
    return account;
  }

  private accountLink({ form }: Asked): Json {
    if (!this.accounts.has(form['account'] ?? '')) missing('account', form['account'] ?? '');
    return {
      object: 'account_link',
      created: seconds(),
      expires_at: seconds() + 300,
      url: `https://connect.stripe.com/setup/s/${form['account']}`,
    };
  }

  private checkout({ method, account, form }: Asked, id: string, verb: string): Json {
    if (id === '') return this.newSession(form, account ?? 'platform');
    const session = this.sessions.get(id);
    if (!session || session.account !== account) return missing('checkout.session', id);
    if (method === 'POST' && verb === 'expire') {
      if (session['status'] !== 'open')
        throw new Refusal('resource_already_exists', 'Only open sessions can be expired.');
      session['status'] = 'expired';
    }
    const intentId = session['payment_intent'] as string | null;
    return { ...session, payment_intent: intentId && form['expand[0]'] ? this.intents.get(intentId) : intentId };
  }

  private newSession(form: Record<string, string>, account: string): Json {
    const expires = Number(form['expires_at']);
    if (expires < seconds() + 1800 || expires > seconds() + 86_400) {
      throw new Refusal(
        'parameter_invalid_integer',
        'The `expires_at` timestamp must be between 30 minutes and 24 hours from now.',
      );
    }
    const id = this.id('cs_test');
    const session = {
      id,
      object: 'checkout.session',
      account,
      status: 'open',
      payment_status: 'unpaid',
      mode: form['mode'],
      client_reference_id: form['client_reference_id'],
      customer_email: form['customer_email'],
      amount_total: Number(form['line_items[0][price_data][unit_amount]']) * Number(form['line_items[0][quantity]']),
      currency: 'eur',
      expires_at: expires,
      success_url: form['success_url'],
      cancel_url: form['cancel_url'],
      payment_intent: null,
      payment_intent_data: {
        capture_method: form['payment_intent_data[capture_method]'],
        metadata: { order_id: form['payment_intent_data[metadata][order_id]'] },
      },
      url: `https://checkout.stripe.com/c/pay/${id}`,
    };
    this.sessions.set(id, session);
    return session;
  }

  private payment({ method, account, form }: Asked, id: string, verb: string): Json {
    const intent = this.intents.get(id);
    if (!intent || intent.account !== account) return missing('payment_intent', id);
    if (method === 'GET') return intent;
    if (intent.status !== 'requires_capture') {
      throw new Refusal(
        'payment_intent_unexpected_state',
        `This PaymentIntent could not be changed because it has a status of ${intent.status}.`,
      );
    }
    if (verb === 'cancel') return Object.assign(intent, { status: 'canceled', amount_capturable: 0 });
    const cents = Number(form['amount_to_capture'] ?? intent.amount);
    if (cents > intent.amount) throw new Refusal('amount_too_large', 'The amount to capture is too large.');
    this.credit(account, cents);
    return Object.assign(intent, { status: 'succeeded', amount_received: cents, amount_capturable: 0 });
  }

  private refund({ method, account, form }: Asked, id: string): Json {
    if (method === 'GET') return this.refunds.get(id) ?? missing('refund', id);
    const intent = this.intents.get(form['payment_intent'] ?? '');
    if (!intent || intent.account !== account) return missing('payment_intent', form['payment_intent'] ?? '');
    const given = [...this.refunds.values()]
      .filter((refund) => refund['payment_intent'] === intent.id && refund['status'] !== 'failed')
      .reduce((sum, refund) => sum + (refund['amount'] as number), 0);
    const cents = Number(form['amount'] ?? intent.amount_received - given);
    if (given + cents > intent.amount_received)
      throw new Refusal('charge_already_refunded', 'Refund amount is greater than what is left.');
    this.credit(account, -cents);
    const refund = {
      id: this.id('re'),
      object: 'refund',
      amount: cents,
      payment_intent: intent.id,
      status: 'succeeded',
      account,
    };
    this.refunds.set(refund.id, refund);
    return refund;
  }

  /** A direct charge is the account's own; one without an account would be the platform's. */
  private credit(account: string | null, cents: number): void {
    const holder = account ?? 'platform';
    this.balances.set(holder, (this.balances.get(holder) ?? 0) + cents);
  }

  protected id = (prefix: string): string => `${prefix}_${++this.counter}${randomBytes(8).toString('hex')}`;
}

class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

function missing(kind: string, id: string): never {
  throw new Refusal('resource_missing', `No such ${kind}: '${id}'`, 404);
}

const ok = (body: Json) => ({ status: 200, body });
const seconds = (): number => Math.floor(Clock.now().epochMilliseconds / 1000);
export const invalid = (message: string, code?: string): Json => ({
  error: { type: 'invalid_request_error', message, ...(code ? { code } : {}) },
});

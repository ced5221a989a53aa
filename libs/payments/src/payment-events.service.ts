import { Injectable } from '@nestjs/common';
import type { Stripe } from 'stripe';
import { Jobs } from '#libs/platform';
import { asShop, currentShopId, Tenancy } from '#libs/tenancy';
import { PaymentAccounts } from './payment-accounts.service.js';
import { ACCOUNT_TASK, EVENT_TASK } from './payment-tasks.js';
import { BadSignatureError, CardNotConfiguredError } from './payments.errors.js';
import { StripeGate } from './stripe-gate.js';

/** What is taken from an event: where to look. Everything else is asked of Stripe, so that late and twice change nothing. */
interface Hint {
  objectId: string;
  kind: 'session' | 'intent' | 'account' | 'refund';
}

/**
 * Events of Stripe. The shop is that of the connected account, looked up in our own table: nothing that the event's object
 * says of itself decides whose it is.
 */
@Injectable()
export class PaymentEvents {
  constructor(
    private readonly accounts: PaymentAccounts,
    private readonly tenancy: Tenancy,
    private readonly gate: StripeGate,
    private readonly jobs: Jobs,
  ) {}

  /** Whether it was new and of use. An event of an account that is none of ours is let go. @throws BadSignatureError */
  async receive(rawBody: Buffer, signature: string): Promise<boolean> {
    const event = this.verified(rawBody, signature);
    const hint = hintOf(event);
    const shopId = hint && event.account ? await this.accounts.shopOf(event.account) : null;
    if (!hint || !shopId) return false;
    return asShop(shopId, () => this.note(event, hint));
  }

  private verified(rawBody: Buffer, signature: string): Stripe.Event {
    try {
      return this.gate.event(rawBody, signature);
    } catch (error) {
      if (error instanceof CardNotConfiguredError) throw error;
      throw new BadSignatureError();
    }
  }

  private async note({ id, type }: Stripe.Event, { objectId, kind }: Hint): Promise<boolean> {
    return this.tenancy.shopTransaction(async (tx) => {
      const shopId = currentShopId();
      const isNew = await tx.query<unknown[]>(
        `insert into payment_event (shop_id, event_id, type) values ($1, $2, $3) on conflict do nothing returning event_id`,
        [shopId, id, type.slice(0, 100)],
      );
      if (isNew.length === 0) return false;
      const task = kind === 'account' ? ACCOUNT_TASK : EVENT_TASK;
      await this.jobs.enqueue(tx, task, { shopId, kind, objectId }, { key: `${task}:${id}` });
      return true;
    });
  }
}

const KINDS: [prefix: string, kind: Hint['kind']][] = [
  ['checkout.session.', 'session'],
  ['payment_intent.', 'intent'],
  ['refund.', 'refund'],
];

function hintOf(event: Stripe.Event): Hint | null {
  if (event.type === 'account.updated' || event.type === 'account.application.deauthorized') {
    return { kind: 'account', objectId: event.account ?? '' };
  }
  const kind = KINDS.find(([prefix]) => event.type.startsWith(prefix))?.[1];
  const { id } = event.data.object as { id?: string };
  return kind && id ? { kind, objectId: id } : null;
}

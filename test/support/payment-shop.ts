import { Clock, newId } from '#libs/kernel';
import { OrderBook, type OrderDetails, type OrderInput, Orders } from '#libs/orders';
import { CardCheckout, PaymentAccounts, PaymentEvents, PaymentsModule, Settlement } from '#libs/payments';
import type { JobHandler, JobPayload } from '#libs/platform';
import { HandlesJob, SubscribesTo } from '#libs/platform';
import { asShop } from '#libs/tenancy';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import { createShop, createVariant, type OrderRig, orderOf, orderRig, TUESDAY_NINE } from './order-shop.js';
import { StripeServer } from './stripe/stripe-server.js';

/** A database with orders and payments on top, and a Stripe of its own. */
export interface PaymentRig extends OrderRig {
  stripe: StripeServer;
}

export async function paymentRig(env: Record<string, string> = {}): Promise<PaymentRig> {
  const stripe = new StripeServer();
  const settings = await stripeEnvironment(stripe);
  const rig = await orderRig({ ...settings, ...env }, [PaymentsModule, DiscoveryModule]);
  const close = async () => {
    await rig.close();
    await stripe.close();
  };
  return { ...rig, stripe, close };
}

export const stripeEnvironment = async (stripe: StripeServer): Promise<Record<string, string>> => ({
  STRIPE_SECRET_KEY: stripe.secretKey,
  STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
  STRIPE_API_URL: await stripe.listen(),
});

/** An open shop whose account may charge and that offers the card. */
export async function cardShop(rig: PaymentRig): Promise<{ shopId: string; accountId: string }> {
  const shopId = await createShop(rig);
  const accounts = rig.module.get(PaymentAccounts);
  return asShop(shopId, async () => {
    await accounts.connect();
    const { accountId } = (await accounts.current())!;
    rig.stripe.completeAccount(accountId);
    await accounts.refresh();
    await accounts.offerCard(true);
    return { shopId, accountId };
  });
}

/** Places an order by card, opens its page and pays there: the order as it is before anybody looked. */
export async function paidAtStripe(
  rig: PaymentRig,
  shopId: string,
  input: Partial<OrderInput> & { variantIds: string[] },
): Promise<{ order: OrderDetails; sessionId: string; intentId: string }> {
  const { variantIds, ...more } = input;
  return asShop(shopId, async () => {
    const placed = await rig.module.get(Orders).place(orderOf(variantIds, { payment: 'card', ...more }), newId());
    const url = await rig.module.get(CardCheckout).start(placed.order);
    const sessionId = url.slice(url.lastIndexOf('/') + 1);
    return { order: placed.order, sessionId, intentId: rig.stripe.pay(sessionId) };
  });
}

const MOST_ROUNDS = 12;

/** Runs what waits for the payments' handlers, timers aside, as the worker would; a job that fails stays. */
export async function runPaymentJobs(rig: PaymentRig, shopId: string): Promise<void> {
  const handlers = handlersOf(rig);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { rows } = await rig.admin.query<{ id: string; task: string; payload: JobPayload & { type?: string } }>(
      `select j.id, t.identifier as task, j.payload from graphile_worker._private_jobs j
       join graphile_worker._private_tasks t on t.id = j.task_id
       where j.payload ->> 'shopId' = $1 and (t.identifier in ('payments.settle', 'payments.event', 'payments.account',
         'payments.release') or j.payload ->> 'type' in ('order.moved', 'order.struck')) order by j.id`,
      [shopId],
    );
    if (rows.length === 0) return;
    for (const { id, task, payload } of rows) {
      for (const handler of handlers.get(payload.type ?? task) ?? [])
        await asShop(shopId, () => handler.handle(payload));
      await rig.admin.query('delete from graphile_worker._private_jobs where id = $1', [id]);
    }
  }
  throw new Error('The jobs make jobs without end');
}

/** By task, and by the type of the event. */
function handlersOf({ module }: PaymentRig): Map<string, JobHandler[]> {
  const discovery = module.get(DiscoveryService);
  const handlers = new Map<string, JobHandler[]>();
  const add = (name: string, handler: JobHandler) => handlers.set(name, [...(handlers.get(name) ?? []), handler]);
  for (const wrapper of discovery.getProviders({ metadataKey: HandlesJob.KEY })) {
    add(discovery.getMetadataByDecorator(HandlesJob, wrapper)?.task ?? '', wrapper.instance as JobHandler);
  }
  for (const wrapper of discovery.getProviders({ metadataKey: SubscribesTo.KEY })) {
    const { types = [] } = discovery.getMetadataByDecorator(SubscribesTo, wrapper) ?? {};
    for (const type of types) add(type, wrapper.instance as JobHandler);
  }
  return handlers;
}

/** A shop that takes cards, anew for each test, with what the tests of payments do. Registers the hooks. */
export function paymentScene() {
  const scene = new PaymentScene();
  beforeAll(() => scene.open(), 60_000);
  afterAll(() => scene.close());
  beforeEach(() => scene.renew());
  return scene;
}

class PaymentScene {
  rig: PaymentRig;
  orders: Orders;
  shopId: string;
  accountId: string;
  /** 12,50 €, ten of them; 30,00 €, one. */
  roses: string;
  vase: string;

  async open(): Promise<void> {
    Clock.freeze(TUESDAY_NINE);
    this.rig = await paymentRig();
    this.orders = this.rig.module.get(Orders);
  }

  /** Direct charges: whatever happened, the platform neither held nor took anything. */
  async close(): Promise<void> {
    Clock.freeze(null);
    const { balances, offences } = this.rig.stripe;
    await this.rig.close();
    if (balances.get('platform') !== 0 || offences.length > 0) {
      throw new Error(`The platform has ${balances.get('platform')} cents; ${offences.join('; ')}`);
    }
  }

  async renew(): Promise<void> {
    Clock.freeze(TUESDAY_NINE);
    this.rig.stripe.faults.length = 0;
    Object.assign(this, await cardShop(this.rig));
    this.roses = await createVariant(this.rig, this.shopId, { priceCents: 1250 });
    this.vase = await createVariant(this.rig, this.shopId, { name: 'Vase', priceCents: 3000, onHand: 1 });
  }

  here = <T>(work: () => Promise<T>): Promise<T> => asShop(this.shopId, work);
  read = (orderId: string): Promise<OrderDetails> =>
    this.here(async () => (await this.rig.module.get(OrderBook).byId(orderId))!);
  jobs = (): Promise<void> => runPaymentJobs(this.rig, this.shopId);
  refresh = (orderId: string) => this.here(() => this.rig.module.get(CardCheckout).refresh(orderId));
  settle = (orderId: string) => this.here(() => this.rig.module.get(Settlement).settle(orderId));
  expire = (orderId: string) => this.here(() => this.rig.module.get(CardCheckout).expire(orderId));
  balance = (): number => this.rig.stripe.balances.get(this.accountId) ?? 0;

  async placeByCard(): Promise<OrderDetails> {
    const input = orderOf([this.roses, this.vase], { payment: 'card' });
    return (await this.here(() => this.orders.place(input, newId()))).order;
  }

  async paid() {
    const made = await paidAtStripe(this.rig, this.shopId, { variantIds: [this.roses, this.vase] });
    await this.refresh(made.order.orderId);
    return made;
  }

  async onHand(): Promise<number[]> {
    const sql = 'select on_hand from variant where shop_id = $1 order by price_cents';
    return (await this.rig.admin.query(sql, [this.shopId])).rows.map((row) => row.on_hand);
  }

  /** An event of Stripe; whether it was new. */
  async send(type: string, object: object, more: { id?: string; account?: string } = {}): Promise<boolean> {
    const { body, signature } = this.rig.stripe.event(type, { ...object }, { account: this.accountId, ...more });
    return this.rig.module.get(PaymentEvents).receive(Buffer.from(body), signature);
  }

  /** Kinds of the mails that wait for this order. */
  async mails(orderId: string): Promise<string[]> {
    const { rows } = await this.rig.admin.query(
      `select j.payload ->> 'kind' as kind from graphile_worker._private_jobs j
       join graphile_worker._private_tasks t on t.id = j.task_id
       where t.identifier = 'orders.mail' and j.payload ->> 'orderId' = $1 order by 1`,
      [orderId],
    );
    return rows.map(({ kind }) => kind);
  }
}

import { Clock } from '#libs/kernel';
import { OrderBook, type OrderDetails } from '#libs/orders';

import { ledgerFaults } from '../../../test/support/order-shop.js';

import { paidAtStripe, paymentScene } from '../../../test/support/payment-shop.js';
import { CardCheckout, CardUnavailableError, PaymentAccounts } from './index.js';

describe('payment by card', () => {
  const scene = paymentScene();

  it('is offered once the account may charge and the merchant says so, and no longer', async () => {
    const accounts = scene.rig.module.get(PaymentAccounts);
    expect(await scene.here(() => accounts.isOffered())).toBe(true);
    await scene.here(() => accounts.offerCard(false));
    await expect(scene.placeByCard()).rejects.toMatchObject({ code: 'orders.card_not_offered', status: 409 });
    expect(await scene.onHand()).toEqual([10, 1]);
    await scene.here(() => accounts.offerCard(true));
    Object.assign(scene.rig.stripe.account(scene.accountId), { charges_enabled: false });
    await scene.send('account.updated', { id: scene.accountId });
    await scene.jobs();
    expect(await scene.here(() => accounts.isOffered())).toBe(false);
    await expect(scene.placeByCard()).rejects.toMatchObject({ code: 'orders.card_not_offered' });
  });

  it('holds stock and slot while the customer pays, and tells the shop only then', async () => {
    const order = await scene.placeByCard();
    expect(order).toMatchObject({
      status: 'placed',
      totalCents: 4250,
      payment: { status: 'awaiting', amountCents: 4250 },
    });
    expect(await scene.onHand()).toEqual([9, 0]);
    expect(await scene.mails(order.orderId)).toEqual([]);
    expect(await scene.here(() => scene.rig.module.get(OrderBook).board())).toEqual([]);
    await expect(scene.here(() => scene.orders.accept(order.orderId, 'person:1'))).rejects.toMatchObject({
      code: 'orders.payment_awaited',
    });
    const url = await scene.here(() => scene.rig.module.get(CardCheckout).start(order));
    const [asked] = scene.rig.stripe.asked.filter(({ path }) => path.endsWith('/sessions')).slice(-1);
    expect(asked).toMatchObject({
      account: scene.accountId,
      form: {
        mode: 'payment',
        client_reference_id: order.orderId,
        'line_items[0][price_data][unit_amount]': '4250',
        'payment_intent_data[capture_method]': 'manual',
        success_url: `${order.url}/paiement`,
      },
    });
    expect(await scene.here(() => scene.rig.module.get(CardCheckout).start(order))).toBe(url);
    const intentId = scene.rig.stripe.pay(url.slice(url.lastIndexOf('/') + 1));
    await scene.refresh(order.orderId);
    await scene.refresh(order.orderId);
    expect(await scene.read(order.orderId)).toMatchObject({
      status: 'accepted',
      payment: { status: 'authorised', capturedCents: 0 },
    });
    expect(await scene.mails(order.orderId)).toEqual(['accepted', 'shop_placed']);
    expect(await scene.here(() => scene.rig.module.get(OrderBook).board())).toHaveLength(1);
    expect(scene.rig.stripe.intent(intentId).status).toBe('requires_capture');
    expect(scene.balance()).toBe(0);
  });

  it('never takes what was struck, and takes the rest when the order is ready', async () => {
    const { order, intentId } = await scene.paid();
    await scene.here(() => scene.orders.strike(order.orderId, { line: 2, pieces: 1 }, 'person:1'));
    await scene.jobs();
    expect(scene.balance()).toBe(0);
    await scene.here(() => scene.orders.markReady(order.orderId, 'person:1'));
    await scene.jobs();
    await scene.settle(order.orderId);
    expect(scene.rig.stripe.intent(intentId)).toMatchObject({ status: 'succeeded', amount_received: 1250 });
    expect(await scene.read(order.orderId)).toMatchObject({
      payment: { status: 'captured', capturedCents: 1250, refundedCents: 0 },
    });
    expect(scene.balance()).toBe(1250);
    expect(
      scene.rig.stripe.asked.filter(({ path }) => path === `/v1/payment_intents/${intentId}/capture`),
    ).toHaveLength(1);
  });

  it('gives back what is struck at the counter, after it was taken', async () => {
    const { order } = await scene.paid();
    await scene.here(() => scene.orders.markReady(order.orderId, 'person:1'));
    await scene.jobs();
    expect(scene.balance()).toBe(4250);
    await scene.here(() => scene.orders.strike(order.orderId, { line: 2, pieces: 1 }, 'person:1'));
    await scene.jobs();
    expect(scene.balance()).toBe(1250);
    await scene.here(() => scene.orders.collect(order.pickupCode, 'person:1'));
    await scene.jobs();
    expect(await scene.read(order.orderId)).toMatchObject({
      status: 'partially_collected',
      payment: { refundedCents: 3000, refunds: [{ cents: 3000, cause: 'system', status: 'done' }] },
    });
    expect(scene.balance()).toBe(1250);
  });

  it.each([
    ['cancelled', (order: OrderDetails) => scene.orders.cancel(order.token)],
    ['refused', (order: OrderDetails) => scene.orders.refuse(order.orderId, { reason: 'closed' }, 'person:1')],
  ])('releases the card of an order that is %s', async (status, end) => {
    const { order, intentId } = await scene.paid();
    await scene.here(() => end(order));
    await scene.jobs();
    expect(scene.rig.stripe.intent(intentId).status).toBe('canceled');
    expect(await scene.read(order.orderId)).toMatchObject({
      status,
      payment: { status: 'released', capturedCents: 0 },
    });
    expect(await scene.onHand()).toEqual([10, 1]);
    expect(scene.balance()).toBe(0);
  });

  it('gives all back of an order that nobody collected', async () => {
    const { order } = await scene.paid();
    await scene.here(() => scene.orders.markReady(order.orderId, 'person:1'));
    await scene.jobs();
    await scene.here(() => scene.orders.noShow(order.orderId));
    await scene.jobs();
    expect(await scene.read(order.orderId)).toMatchObject({ status: 'no_show', payment: { refundedCents: 4250 } });
    expect(scene.balance()).toBe(0);
  });

  it('lapses unpaid after half an hour, closes the page first and returns the stock', async () => {
    const order = await scene.placeByCard();
    const url = await scene.here(() => scene.rig.module.get(CardCheckout).start(order));
    const sessionId = url.slice(url.lastIndexOf('/') + 1);
    const { rows } = await scene.rig.admin.query(
      `select j.run_at from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
       where t.identifier = 'payments.unpaid' and j.payload ->> 'orderId' = $1`,
      [order.orderId],
    );
    expect(rows.map((row) => row.run_at.toISOString())).toEqual(['2026-11-24T08:30:00.000Z']);
    Clock.freeze('2026-11-24T08:30:00Z');
    await scene.expire(order.orderId);
    await scene.expire(order.orderId);
    expect(scene.rig.stripe.session(sessionId)['status']).toBe('expired');
    expect(await scene.read(order.orderId)).toMatchObject({ status: 'lapsed', payment: { status: 'released' } });
    expect(await scene.onHand()).toEqual([10, 1]);
    expect(await ledgerFaults(scene.rig, scene.shopId)).toEqual([]);
    expect(await scene.mails(order.orderId)).toEqual(['unpaid']);
    await expect(scene.here(() => scene.rig.module.get(CardCheckout).start(order))).rejects.toMatchObject({
      code: 'payments.nothing_to_pay',
    });
  });

  it('keeps the order of who paid in the last second, though its event never came', async () => {
    const { order } = await paidAtStripe(scene.rig, scene.shopId, { variantIds: [scene.roses, scene.vase] });
    Clock.freeze('2026-11-24T08:30:00Z');
    await scene.expire(order.orderId);
    expect(await scene.read(order.orderId)).toMatchObject({ status: 'accepted', payment: { status: 'authorised' } });
  });

  it('waits with letting go while Stripe does not answer', async () => {
    const order = await scene.placeByCard();
    await scene.here(() => scene.rig.module.get(CardCheckout).start(order));
    scene.rig.stripe.faults.push({ path: '/sessions/', kind: '500' });
    await expect(scene.expire(order.orderId)).rejects.toBeInstanceOf(CardUnavailableError);
    expect(await scene.read(order.orderId)).toMatchObject({ status: 'placed', payment: { status: 'awaiting' } });
    await scene.expire(order.orderId);
    expect((await scene.read(order.orderId)).status).toBe('lapsed');
  });

  it('releases money that comes for an order that is gone, and a second payment of one order', async () => {
    const order = await scene.placeByCard();
    const url = await scene.here(() => scene.rig.module.get(CardCheckout).start(order));
    const sessionId = url.slice(url.lastIndexOf('/') + 1);
    await scene.here(() => scene.orders.cancel(order.token));
    const late = scene.rig.stripe.pay(sessionId);
    await scene.send('checkout.session.completed', { id: sessionId });
    await scene.jobs();
    expect(scene.rig.stripe.intent(late).status).toBe('canceled');
    expect(await scene.read(order.orderId)).toMatchObject({ status: 'cancelled', payment: { status: 'released' } });
    expect(scene.balance()).toBe(0);
  });
});

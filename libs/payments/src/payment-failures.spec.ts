import { Clock, newId } from '#libs/kernel';

import { asShop } from '#libs/tenancy';
import { createVariant, FIRST_SLOT } from '../../../test/support/order-shop.js';
import { signed } from '../../../test/support/stripe/stripe-server.js';
import { cardShop, paidAtStripe, paymentScene, runPaymentJobs } from '../../../test/support/payment-shop.js';
import {
  BadSignatureError,
  CardCheckout,
  CardUnavailableError,
  PaymentEvents,
  Refunds,
  RefundTooLargeError,
} from './index.js';

describe('payment by card, when things go wrong', () => {
  const scene = paymentScene();

  it('hears of a payment twice, late, before the customer is back and in any order, and changes nothing twice', async () => {
    const { order, sessionId, intentId } = await paidAtStripe(scene.rig, scene.shopId, {
      variantIds: [scene.roses, scene.vase],
    });
    expect(await scene.send('payment_intent.amount_capturable_updated', { id: intentId })).toBe(true);
    const completed = { id: 'evt_same', account: scene.accountId };
    expect(await scene.send('checkout.session.completed', { id: sessionId }, completed)).toBe(true);
    expect(await scene.send('checkout.session.completed', { id: sessionId }, completed)).toBe(false);
    await scene.jobs();
    await scene.refresh(order.orderId);
    const before = await scene.read(order.orderId);
    expect(before).toMatchObject({ status: 'accepted', payment: { status: 'authorised' } });
    await scene.here(() => scene.orders.markReady(order.orderId, 'person:1'));
    await scene.jobs();
    // What was true once is told late: the page expired, the payment waits.
    await scene.send('checkout.session.expired', { id: sessionId });
    await scene.send('payment_intent.created', { id: intentId });
    await scene.send('payment_intent.canceled', { id: intentId });
    await scene.send('checkout.session.completed', { id: sessionId });
    await scene.jobs();
    expect(await scene.read(order.orderId)).toMatchObject({
      status: 'ready',
      payment: { status: 'captured', capturedCents: 4250 },
    });
    expect(await scene.mails(order.orderId)).toEqual(['accepted', 'ready', 'shop_placed']);
    expect(scene.balance()).toBe(4250);
  });

  it('believes no event that is not signed, too old, of a foreign account, or that names another shop’s order', async () => {
    const { order, sessionId } = await paidAtStripe(scene.rig, scene.shopId, { variantIds: [scene.roses] });
    const events = scene.rig.module.get(PaymentEvents);
    const { body } = scene.rig.stripe.event(
      'checkout.session.completed',
      { id: sessionId },
      { account: scene.accountId },
    );
    const old = Math.floor(Date.now() / 1000) - 600;
    const bad = [signed(body, undefined, 'whsec_other'), signed(body, old), signed(`${body} `), 't=1,v1=', ''];
    for (const signature of bad) {
      await expect(events.receive(Buffer.from(body), signature)).rejects.toBeInstanceOf(BadSignatureError);
    }
    expect(await scene.send('checkout.session.completed', { id: sessionId }, { account: 'acct_unknown' })).toBe(false);
    const other = await cardShop(scene.rig);
    const object = {
      id: sessionId,
      client_reference_id: order.orderId,
      metadata: { shop_id: scene.shopId, order_id: order.orderId },
    };
    await scene.send('checkout.session.completed', object, { account: other.accountId });
    await runPaymentJobs(scene.rig, other.shopId).catch(() => undefined);
    await scene.jobs();
    expect(await scene.read(order.orderId)).toMatchObject({ status: 'placed', payment: { status: 'awaiting' } });
  });

  it('asks again for what got lost, and it is done once', async () => {
    const order = await scene.placeByCard();
    const start = () => scene.here(() => scene.rig.module.get(CardCheckout).start(order));
    scene.rig.stripe.faults.push({ path: '/sessions', kind: 'lost' }, { path: '/sessions', kind: '500' });
    await expect(start()).rejects.toBeInstanceOf(CardUnavailableError);
    const url = await start();
    const asked = scene.rig.stripe.asked.filter(({ form }) => form['client_reference_id'] === order.orderId);
    expect(new Set(asked.map(({ key }) => key)).size).toBe(1);
    const intentId = scene.rig.stripe.pay(url.slice(url.lastIndexOf('/') + 1));
    await scene.refresh(order.orderId);
    await scene.here(() => scene.orders.markReady(order.orderId, 'person:1'));
    scene.rig.stripe.faults.push({ path: '/capture', kind: 'lost' }, { path: '/capture', kind: '500' });
    await expect(scene.jobs()).rejects.toBeInstanceOf(CardUnavailableError);
    await scene.jobs();
    expect(scene.rig.stripe.intent(intentId).amount_received).toBe(4250);
    expect(await scene.read(order.orderId)).toMatchObject({ payment: { status: 'captured', capturedCents: 4250 } });
    scene.rig.stripe.faults.push({ path: '/refunds', kind: 'lost' }, { path: '/refunds', kind: '500' });
    await scene.here(() => scene.orders.noShow(order.orderId));
    await expect(scene.jobs()).rejects.toBeInstanceOf(CardUnavailableError);
    await scene.jobs();
    expect(scene.balance()).toBe(0);
  });

  it.each([
    ['expired at the bank', (intentId: string) => scene.rig.stripe.expireAuthorisation(intentId)],
    ['is declined', () => void scene.rig.stripe.faults.push({ path: '/capture', kind: 'declined' })],
  ])('leaves the order to be paid in the shop when the card %s', async (_, fail) => {
    const { order, intentId } = await scene.paid();
    fail(intentId);
    await scene.here(() => scene.orders.markReady(order.orderId, 'person:1'));
    await scene.jobs();
    expect(await scene.read(order.orderId)).toMatchObject({
      status: 'ready',
      payment: { status: 'failed', capturedCents: 0 },
    });
    expect(await scene.mails(order.orderId)).toEqual(expect.arrayContaining(['payment_failed', 'shop_payment_failed']));
    expect(scene.balance()).toBe(0);
  });

  it('takes the money on the sixth day, before the authorisation ends', async () => {
    const { order } = await scene.paid();
    Clock.freeze('2026-11-30T07:59:00Z');
    await scene.settle(order.orderId);
    expect(scene.balance()).toBe(0);
    Clock.freeze('2026-11-30T08:00:00Z');
    await scene.settle(order.orderId);
    expect(scene.balance()).toBe(4250);
    expect(await scene.read(order.orderId)).toMatchObject({ status: 'accepted', payment: { status: 'captured' } });
  });

  it('gives back in part and whole, with a reason, no more than was taken, and once for a double click', async () => {
    const { order } = await scene.paid();
    await scene.here(() => scene.orders.markReady(order.orderId, 'person:1'));
    await scene.jobs();
    const give = (cents: number, key: string, reason = 'Vase ébréché') =>
      scene.here(() =>
        scene.rig.module.get(Refunds).give(order.orderId, { cents, reason }, { actor: 'person:1', key }),
      );
    const key = newId();
    await Promise.all([give(500, key), give(500, key)]);
    await scene.jobs();
    expect(scene.balance()).toBe(3750);
    await expect(give(3751, newId())).rejects.toBeInstanceOf(RefundTooLargeError);
    await expect(give(100, newId(), ' ')).rejects.toMatchObject({ code: 'input.invalid' });
    await give(3750, newId(), 'Geste commercial');
    await scene.jobs();
    expect(await scene.read(order.orderId)).toMatchObject({
      payment: {
        refundedCents: 4250,
        refunds: [{ cents: 500, reason: 'Vase ébréché', status: 'done' }, { cents: 3750 }],
      },
    });
    expect(scene.balance()).toBe(0);
    const other = await cardShop(scene.rig);
    await expect(
      asShop(other.shopId, () =>
        scene.rig.module.get(Refunds).give(order.orderId, { cents: 1, reason: 'x' }, { actor: 'person:2', key: '' }),
      ),
    ).rejects.toMatchObject({ status: 404 });
  });

  it('shows a refund that the bank refused, at once or days later', async () => {
    const { order } = await scene.paid();
    await scene.here(() => scene.orders.markReady(order.orderId, 'person:1'));
    await scene.jobs();
    const give = () =>
      scene.here(() =>
        scene.rig.module.get(Refunds).give(order.orderId, { cents: 500, reason: 'x' }, { actor: 'person:1', key: '' }),
      );
    scene.rig.stripe.faults.push({ path: '/refunds', kind: 'refused' });
    await give();
    await scene.jobs();
    expect((await scene.read(order.orderId)).payment?.refunds).toMatchObject([{ cents: 500, status: 'failed' }]);
    await give();
    await scene.jobs();
    const { rows } = await scene.rig.admin.query(
      'select stripe_refund_id as id from payment_refund where order_id = $1 and stripe_refund_id is not null',
      [order.orderId],
    );
    scene.rig.stripe.failRefund(rows[0].id);
    await scene.send('refund.failed', { id: rows[0].id });
    await scene.jobs();
    expect((await scene.read(order.orderId)).payment).toMatchObject({
      refundedCents: 0,
      refunds: [{ status: 'failed' }, { status: 'failed' }],
    });
  });

  it('waits for the shop’s answer after the payment when something is made to order', async () => {
    const wreath = await createVariant(scene.rig, scene.shopId, { name: 'Couronne', stock: 'untracked', onHand: 0 });
    const { order } = await paidAtStripe(scene.rig, scene.shopId, { variantIds: [wreath], slotId: FIRST_SLOT });
    await scene.refresh(order.orderId);
    expect((await scene.read(order.orderId)).status).toBe('placed');
    expect(await scene.mails(order.orderId)).toEqual(['placed', 'shop_placed']);
    await scene.here(() => scene.orders.lapse(order.orderId));
    await scene.jobs();
    expect(await scene.read(order.orderId)).toMatchObject({ status: 'lapsed', payment: { status: 'released' } });
  });
});

import { Clock, newId, NotFoundError } from '#libs/kernel';
import { PickupSlots } from '#libs/pickup';
import { asShop } from '#libs/tenancy';
import {
  createShop,
  createVariant,
  FIRST_SLOT,
  ledgerFaults,
  orderOf,
  type OrderRig,
  orderRig,
  TUESDAY_NINE,
  written,
} from '../../../test/support/order-shop.js';
import { OrderBook, type OrderInput, Orders } from './index.js';

describe('orders', () => {
  let rig: OrderRig;
  let orders: Orders;
  let book: OrderBook;
  let shopId: string;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    rig = await orderRig();
    orders = rig.module.get(Orders);
    book = rig.module.get(OrderBook);
  }, 60_000);

  afterAll(async () => {
    Clock.freeze(null);
    await rig.close();
  });

  beforeEach(async () => {
    shopId = await createShop(rig);
  });

  const here = <T>(work: () => Promise<T>): Promise<T> => asShop(shopId, work);
  const place = (input: OrderInput, key: string = newId()) => here(() => orders.place(input, key));
  const onHand = async (variantId: string): Promise<number> =>
    (await rig.admin.query('select on_hand from variant where variant_id = $1', [variantId])).rows[0].on_hand;
  const jobs = async (): Promise<string[]> => {
    const { rows } = await rig.admin.query(
      `select identifier || coalesce(':' || (payload ->> 'kind'), ':' || (payload ->> 'type'), '') as job
       from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
       where payload ->> 'shopId' = $1 order by 1`,
      [shopId],
    );
    return rows.map((row) => row.job);
  };

  it('places an order with everything that belongs to it', async () => {
    const roses = await createVariant(rig, shopId, { priceCents: 1250 });
    const vase = await createVariant(rig, shopId, { name: 'Vase', priceCents: 3000, onHand: 1 });
    const lines = [
      { variantId: roses, quantity: 3, substitution: 'similar' as const },
      { variantId: vase, quantity: 1 },
    ];
    const { order, isRepeat } = await place(orderOf([], { lines, note: ' Sans épines ' }));
    expect(isRepeat).toBe(false);
    expect(order).toMatchObject({
      number: 'FM-2026-0001',
      status: 'accepted',
      customer: { name: 'Anne Dupré', email: 'anne@example.fr', phone: '06 12 34 56 78' },
      note: 'Sans épines',
      slot: { id: FIRST_SLOT, localDate: '2026-11-24', localStart: '11:00', localEnd: '11:30' },
      totalCents: 6750,
      answerDueAt: null,
      canCancel: true,
      lines: [
        { line: 1, variantId: roses, name: 'Bouquet de roses', quantity: 3, totalCents: 3750, substitution: 'similar' },
        { line: 2, variantId: vase, name: 'Vase', quantity: 1, totalCents: 3000, substitution: 'leave_out' },
      ],
      events: [
        { from: null, to: 'placed', actor: 'customer' },
        { from: 'placed', to: 'accepted', actor: 'system' },
      ],
    });
    expect(order.pickupCode).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
    expect(order.url).toMatch(new RegExp(`^http://fleurs-[0-9a-f]{12}\\.localhost:8080/commandes/${order.token}$`));
    expect(await written(rig, shopId)).toEqual({
      orders: 1,
      lines: 2,
      events: 2,
      links: 1,
      keys: 1,
      movements: 2,
      on_hand: 7,
      booked: 1,
      last_number: 1,
      jobs: 4,
    });
    expect(await jobs()).toEqual([
      'event.deliver:order.moved',
      'event.deliver:product.changed',
      'orders.mail:accepted',
      'orders.mail:shop_placed',
    ]);
    expect(await ledgerFaults(rig, shopId)).toEqual([]);
    expect(await here(() => book.byToken(order.token))).toEqual(order);
    expect(await book.shopOfToken(order.token)).toEqual({ shopId, orderId: order.orderId });
  });

  it('answers the same order to the same key, and refuses it for another order', async () => {
    const roses = await createVariant(rig, shopId);
    const first = await place(orderOf([roses]), 'key');
    const before = await written(rig, shopId);
    expect(await place(orderOf([roses]), 'key')).toEqual({ order: first.order, isRepeat: true });
    await expect(place(orderOf([roses], { note: 'autre' }), 'key')).rejects.toMatchObject({
      code: 'orders.key_reused',
      status: 422,
    });
    await expect(place(orderOf([roses]), '')).rejects.toMatchObject({ code: 'orders.key_missing', status: 422 });
    expect(await written(rig, shopId)).toEqual(before);
  });

  it('waits for the merchant when a line is not counted, for two open hours', async () => {
    const cake = await createVariant(rig, shopId, { stock: 'untracked', onHand: 0 });
    const { order } = await place(orderOf([cake], { slotId: '2026-11-24T13:00Z' }));
    expect(order).toMatchObject({ status: 'placed', answerDueAt: '2026-11-24T10:00:00.000Z' });
    expect(await jobs()).toContain('orders.lapse');
    const accepted = await here(() => orders.accept(order.orderId, 'person:1'));
    expect(accepted.events.at(-1)).toMatchObject({ from: 'placed', to: 'accepted', actor: 'person:1' });
    await here(() => orders.lapse(order.orderId));
    expect((await here(() => book.byId(order.orderId)))?.status).toBe('accepted');
  });

  it.each(['refuse', 'cancel', 'lapse'] as const)('gives stock and slot back: %s', async (verb) => {
    const cake = await createVariant(rig, shopId, { stock: 'untracked' });
    const vase = await createVariant(rig, shopId, { stock: 'single', onHand: 1 });
    const before = await written(rig, shopId);
    const { order } = await place(orderOf([cake, vase]));
    expect(await onHand(vase)).toBe(0);
    const verbs = {
      refuse: () => orders.refuse(order.orderId, { reason: 'closed' }, 'person:1'),
      cancel: () => orders.cancel(order.token),
      lapse: () => orders.lapse(order.orderId),
    };
    await here<unknown>(verbs[verb]);
    const after = await written(rig, shopId);
    expect({ onHand: after['on_hand'], booked: after['booked'], movements: after['movements'] }).toEqual({
      onHand: before['on_hand'],
      booked: 0,
      movements: 2,
    });
    expect(await jobs()).toContain(`orders.mail:${{ refuse: 'refused', cancel: 'cancelled', lapse: 'lapsed' }[verb]}`);
    expect(await ledgerFaults(rig, shopId)).toEqual([]);
    await expect(here(() => orders.accept(order.orderId, 'person:1'))).rejects.toMatchObject({
      code: 'orders.move_not_allowed',
      status: 409,
    });
    expect(await written(rig, shopId)).toEqual(after);
  });

  it('asks for a sentence when another reason is given', async () => {
    const { order } = await place(orderOf([await createVariant(rig, shopId)]));
    const before = await written(rig, shopId);
    const refuse = here(() => orders.refuse(order.orderId, { reason: 'other', sentence: ' ' }, 'person:1'));
    await expect(refuse).rejects.toMatchObject({ code: 'orders.sentence_missing', status: 422 });
    expect(await written(rig, shopId)).toEqual(before);
  });

  it('is ready, then handed over by its code only, once', async () => {
    const { order } = await place(orderOf([await createVariant(rig, shopId)]));
    expect((await here(() => orders.markReady(order.orderId, 'person:1'))).status).toBe('ready');
    expect(await jobs()).toEqual(expect.arrayContaining(['orders.no_show', 'orders.reminder', 'orders.mail:ready']));
    await expect(here(() => orders.cancel(order.token))).rejects.toMatchObject({ code: 'orders.move_not_allowed' });
    const spoken = order.pickupCode
      .toLowerCase()
      .replace(/^(.{4})/, ' $1-')
      .replaceAll('0', 'o');
    expect(await here(() => orders.collect(spoken, 'person:1'))).toMatchObject({
      status: 'collected',
      totalCents: 1250,
    });
    await expect(here(() => orders.collect(order.pickupCode, 'person:1'))).rejects.toMatchObject({
      code: 'orders.move_not_allowed',
      details: { from: 'collected' },
    });
  });

  it('pauses after five wrong codes, also for the right one', async () => {
    const { order } = await place(orderOf([await createVariant(rig, shopId)]));
    const collect = (code: string) => here(() => orders.collect(code, 'person:1'));
    for (const triesLeft of [4, 3, 2, 1, 0]) {
      await expect(collect('ZZZZZZZZ')).rejects.toMatchObject({ code: 'orders.code_unknown', details: { triesLeft } });
    }
    await expect(collect(order.pickupCode)).rejects.toMatchObject({
      code: 'orders.code_paused',
      status: 429,
      details: { retryAfter: 300 },
    });
    expect((await here(() => book.byId(order.orderId)))?.status).toBe('accepted');
    Clock.freeze('2026-11-24T08:05:00Z');
    expect((await collect(order.pickupCode)).status).toBe('collected');
    Clock.freeze(TUESDAY_NINE);
  });

  it('takes a wrong code for one order even when it is another’s', async () => {
    const roses = await createVariant(rig, shopId);
    const [first, second] = [await place(orderOf([roses])), await place(orderOf([roses]))];
    const collect = here(() => orders.collect(second.order.pickupCode, 'person:1', first.order.orderId));
    await expect(collect).rejects.toMatchObject({ code: 'orders.code_unknown' });
    expect((await here(() => book.byId(second.order.orderId)))?.status).toBe('accepted');
  });

  it('strikes pieces: total, stock and handover follow', async () => {
    const roses = await createVariant(rig, shopId);
    const { order } = await place(orderOf([], { lines: [{ variantId: roses, quantity: 3 }] }));
    const strike = (pieces: number) =>
      here(() => orders.strike(order.orderId, { line: 1, pieces, reason: 'abîmée' }, 'person:1'));
    const struck = await strike(1);
    expect(struck).toMatchObject({ totalCents: 2500, lines: [{ struck: 1, totalCents: 2500 }] });
    expect(struck.events.at(-1)).toMatchObject({ reason: 'struck', comment: '1 × Bouquet de roses : abîmée' });
    expect(await onHand(roses)).toBe(8);
    const before = await written(rig, shopId);
    await expect(strike(3)).rejects.toMatchObject({ code: 'orders.strike_too_large', details: { left: 2 } });
    await expect(strike(2)).rejects.toMatchObject({ code: 'orders.nothing_left' });
    expect(await written(rig, shopId)).toEqual(before);
    expect((await here(() => orders.collect(order.pickupCode, 'person:1'))).status).toBe('partially_collected');
    expect(await ledgerFaults(rig, shopId)).toEqual([]);
  });

  it('gives stock back of what was not collected, without the struck pieces', async () => {
    const roses = await createVariant(rig, shopId);
    const { order } = await place(orderOf([], { lines: [{ variantId: roses, quantity: 3 }] }));
    await here(() => orders.strike(order.orderId, { line: 1, pieces: 1 }, 'person:1'));
    await here(() => orders.markReady(order.orderId, 'person:1'));
    await here(() => orders.noShow(order.orderId));
    expect(await onHand(roses)).toBe(10);
    expect((await here(() => book.byId(order.orderId)))?.status).toBe('no_show');
    expect(await ledgerFaults(rig, shopId)).toEqual([]);
  });

  it('finds no order of another shop, by id, code, link or search', async () => {
    const { order } = await place(orderOf([await createVariant(rig, shopId)]));
    const other = await createShop(rig);
    const before = await written(rig, shopId);
    const there = <T>(work: () => Promise<T>) => asShop(other, work);
    await expect(there(() => orders.accept(order.orderId, 'person:2'))).rejects.toEqual(new NotFoundError());
    await expect(there(() => orders.refuse(order.orderId, { reason: 'closed' }, 'person:2'))).rejects.toEqual(
      new NotFoundError(),
    );
    await expect(there(() => orders.cancel(order.token))).rejects.toEqual(new NotFoundError());
    await expect(there(() => orders.collect(order.pickupCode, 'person:2'))).rejects.toMatchObject({
      code: 'orders.code_unknown',
    });
    expect(await there(() => book.byId(order.orderId))).toBeNull();
    expect(await there(() => book.byToken(order.token))).toBeNull();
    expect(await there(() => book.find('Dupré'))).toEqual([]);
    expect(await written(rig, shopId)).toEqual(before);
  });

  it('finds by code, number, name without accents, phone and e-mail', async () => {
    const { order } = await place(orderOf([await createVariant(rig, shopId)]));
    const asked = [
      order.pickupCode.toLowerCase(),
      'fm-2026-0001',
      'dupre',
      '+33 6 12 34 56 78',
      '345678',
      'ANNE@',
      order.url,
    ];
    for (const text of asked) {
      expect((await here(() => book.find(text))).map((found) => found.number)).toEqual(['FM-2026-0001']);
    }
    for (const text of ['%', '__', 'Martin', '']) expect(await here(() => book.find(text))).toEqual([]);
    expect((await here(() => book.board())).map((found) => found.number)).toEqual(['FM-2026-0001']);
  });

  it('says slots without the taken places', async () => {
    const pickup = rig.module.get(PickupSlots);
    const roses = await createVariant(rig, shopId);
    await place(orderOf([roses]));
    const [first, second] = await here(() => pickup.upcoming({ variantIds: [roses] }));
    expect([first?.id, first?.remaining, second?.remaining]).toEqual([FIRST_SLOT, 3, 4]);
    const slow = await createVariant(rig, shopId, { leadMinutes: 300 });
    expect((await here(() => pickup.first({ variantIds: [roses, slow] })))?.localStart).toBe('15:30');
  });
});

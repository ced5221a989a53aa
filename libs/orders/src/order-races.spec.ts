import { AppError, Clock, newId } from '#libs/kernel';
import { asShop } from '#libs/tenancy';
import {
  createShop,
  createVariant,
  ledgerFaults,
  orderOf,
  type OrderRig,
  orderRig,
  TUESDAY_NINE,
  written,
} from '../../../test/support/order-shop.js';
import { type OrderDetails, type OrderInput, Orders } from './index.js';

/** Everything here runs at once over a pool of 20 connections. */
describe('orders that race', () => {
  let rig: OrderRig;
  let orders: Orders;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    rig = await orderRig({ DATABASE_POOL: '20' });
    orders = rig.module.get(Orders);
  }, 120_000);

  afterAll(async () => {
    Clock.freeze(null);
    await rig.close();
  });

  interface Outcomes {
    placed: OrderDetails[];
    refused: Record<string, number>;
  }

  /** All at once; a failure that is none of ours is thrown. */
  const all = async (shopId: string, inputs: OrderInput[], key: () => string = newId): Promise<Outcomes> => {
    const placed: OrderDetails[] = [];
    const refused: Record<string, number> = {};
    const one = async (input: OrderInput): Promise<void> => {
      try {
        placed.push((await asShop(shopId, () => orders.place(input, key()))).order);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        refused[error.code] = (refused[error.code] ?? 0) + 1;
      }
    };
    await Promise.all(inputs.map(one));
    return { placed, refused };
  };

  it('500 buyers, 50 pieces: 50 orders, 450 told so', async () => {
    const shopId = await createShop(rig, { slotCapacity: 1000 });
    const roses = await createVariant(rig, shopId, { onHand: 50 });
    const { placed, refused } = await all(
      shopId,
      Array.from({ length: 500 }, () => orderOf([roses])),
    );
    expect([placed.length, refused]).toEqual([50, { 'orders.sold_out': 450 }]);
    const numbers = placed.map((order) => order.number).sort();
    expect(numbers).toEqual(Array.from({ length: 50 }, (_, i) => `FM-2026-${String(i + 1).padStart(4, '0')}`));
    expect(await written(rig, shopId)).toMatchObject({
      orders: 50,
      lines: 50,
      keys: 50,
      movements: 50,
      on_hand: 0,
      booked: 50,
      last_number: 50,
    });
    expect(await ledgerFaults(rig, shopId)).toEqual([]);
  }, 120_000);

  it('the same race oversells when stock is read first and written later: the race is real', async () => {
    const shopId = await createShop(rig);
    const roses = await createVariant(rig, shopId, { onHand: 50 });
    let sold = 0;
    const carelessly = () =>
      asShop(shopId, () =>
        rig.tenancy.shopTransaction(async (tx) => {
          const [variant] = await tx.query('select on_hand from variant where variant_id = $1', [roses]);
          if (variant.on_hand < 1) return;
          await tx.query('update variant set on_hand = $2 where variant_id = $1', [roses, variant.on_hand - 1]);
          sold++;
        }),
      );
    await Promise.all(Array.from({ length: 500 }, carelessly));
    expect(sold).toBeGreaterThan(50);
  }, 120_000);

  it('a slot of 7 takes 7 of 300, and 3 of 50 after 3 cancelled', async () => {
    const shopId = await createShop(rig, { slotCapacity: 7 });
    const roses = await createVariant(rig, shopId, { onHand: 1000 });
    const buyers = (n: number) => Array.from({ length: n }, () => orderOf([roses]));
    const first = await all(shopId, buyers(300));
    expect([first.placed.length, first.refused]).toEqual([7, { 'orders.slot_full': 293 }]);
    await Promise.all(first.placed.slice(0, 3).map((order) => asShop(shopId, () => orders.cancel(order.token))));
    const second = await all(shopId, buyers(50));
    expect([second.placed.length, second.refused]).toEqual([3, { 'orders.slot_full': 47 }]);
    expect(await written(rig, shopId)).toMatchObject({ orders: 10, booked: 7, on_hand: 993 });
    expect(await ledgerFaults(rig, shopId)).toEqual([]);
  }, 120_000);

  it('a slot of 10 pieces is not overfilled by baskets of 3', async () => {
    const shopId = await createShop(rig, { slotCapacity: 100, slotMaxItems: 10 });
    const roses = await createVariant(rig, shopId, { onHand: 1000 });
    const basket = () => orderOf([], { lines: [{ variantId: roses, quantity: 3 }] });
    const { placed, refused } = await all(shopId, Array.from({ length: 40 }, basket));
    expect([placed.length, refused]).toEqual([3, { 'orders.slot_full': 37 }]);
  }, 120_000);

  it('one key 500 times at once is one order', async () => {
    const shopId = await createShop(rig, { slotCapacity: 1000 });
    const roses = await createVariant(rig, shopId, { onHand: 1000 });
    const { placed, refused } = await all(
      shopId,
      Array.from({ length: 500 }, () => orderOf([roses])),
      () => 'one key',
    );
    expect([new Set(placed.map((order) => order.orderId)).size, placed.length, refused]).toEqual([1, 500, {}]);
    expect(await written(rig, shopId)).toMatchObject({ orders: 1, on_hand: 999, booked: 1, last_number: 1 });
  }, 120_000);

  it('500 baskets of 4 of 10 products in any order: all placed, no deadlock', async () => {
    const shopId = await createShop(rig, { slotCapacity: 1000 });
    const variants = await Promise.all(Array.from({ length: 10 }, () => createVariant(rig, shopId, { onHand: 500 })));
    const baskets = Array.from({ length: 500 }, () =>
      orderOf(variants.toSorted(() => Math.random() - 0.5).slice(0, 4)),
    );
    const before = await deadlocks();
    const { placed, refused } = await all(shopId, baskets);
    expect([placed.length, refused]).toEqual([500, {}]);
    expect(await deadlocks()).toBe(before);
    expect(await written(rig, shopId)).toMatchObject({ orders: 500, lines: 2000, movements: 2000, on_hand: 3000 });
    expect(await ledgerFaults(rig, shopId)).toEqual([]);
  }, 120_000);

  it('cancelled by the customer and answered by the merchant at once: one of the two', async () => {
    const shopId = await createShop(rig, { slotCapacity: 1000 });
    const cake = await createVariant(rig, shopId, { stock: 'untracked', onHand: 0 });
    const vase = await createVariant(rig, shopId, { onHand: 100 });
    const { placed } = await all(
      shopId,
      Array.from({ length: 40 }, () => orderOf([cake, vase])),
    );
    const race = placed.map((order) =>
      Promise.allSettled([
        asShop(shopId, () => orders.cancel(order.token)),
        asShop(shopId, () => orders.refuse(order.orderId, { reason: 'closed' }, 'person:1')),
        asShop(shopId, () => orders.lapse(order.orderId)),
      ]),
    );
    await Promise.all(race);
    const { rows } = await rig.admin.query(
      `select count(*)::int as ends from order_event where shop_id = $1 and seq = 2
       union all select count(*)::int from order_event where shop_id = $1 and seq > 2`,
      [shopId],
    );
    expect(rows.map((row) => row.ends)).toEqual([40, 0]);
    expect(await written(rig, shopId)).toMatchObject({ on_hand: 100, booked: 0, movements: 80 });
    expect(await ledgerFaults(rig, shopId)).toEqual([]);
  }, 120_000);

  const deadlocks = async (): Promise<number> => {
    await rig.admin.query('select pg_stat_clear_snapshot()');
    const { rows } = await rig.admin.query(
      'select deadlocks::int from pg_stat_database where datname = current_database()',
    );
    return rows[0].deadlocks;
  };
});

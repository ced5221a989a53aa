import { Clock, newId } from '#libs/kernel';
import { asShop } from '#libs/tenancy';
import {
  createShop,
  createVariant,
  ledgerFaults,
  orderOf,
  type OrderRig,
  orderRig,
  TUESDAY_NINE,
} from '../../../../test/support/order-shop.js';
import { LostSlots, OrderBook, type OrderDetails, Orders } from '../index.js';

const WEDNESDAY_TEN = '2026-11-25T09:00Z';

describe('an order whose slot closes', () => {
  let rig: OrderRig;
  let orders: Orders;
  let shopId: string;
  let roses: string;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    rig = await orderRig();
    orders = rig.module.get(Orders);
  }, 60_000);

  afterAll(async () => {
    Clock.freeze(null);
    await rig.close();
  });

  beforeEach(async () => {
    Clock.freeze(TUESDAY_NINE);
    shopId = await createShop(rig);
    roses = await createVariant(rig, shopId);
  });

  const here = <T>(work: () => Promise<T>): Promise<T> => asShop(shopId, work);
  const place = async (): Promise<OrderDetails> =>
    (await here(() => orders.place(orderOf([roses], { slotId: WEDNESDAY_TEN }), newId()))).order;
  const read = async ({ orderId }: OrderDetails): Promise<OrderDetails> =>
    (await here(() => rig.module.get(OrderBook).byId(orderId)))!;
  const closeDay = (day: string) =>
    rig.admin.query('insert into hours_exception (shop_id, day) values ($1, $2)', [shopId, day]);
  const check = () => here(() => rig.module.get(LostSlots).handle({ shopId }));
  const booked = async (): Promise<Record<string, number>> => {
    const sql = 'select starts_at, booked from pickup_slot where shop_id = $1 and booked > 0 order by 1';
    const { rows } = await rig.admin.query<{ starts_at: Date; booked: number }>(sql, [shopId]);
    return Object.fromEntries(rows.map((row) => [`${row.starts_at.toISOString().slice(0, 16)}Z`, row.booked]));
  };
  const mails = async (): Promise<string[]> => {
    const { rows } = await rig.admin.query(
      `select payload ->> 'kind' as kind from graphile_worker._private_jobs
       where payload ->> 'shopId' = $1 and payload ->> 'kind' like '%slot%' order by 1`,
      [shopId],
    );
    return rows.map((row) => row.kind as string);
  };

  it('stands, is offered two others, and moves to the one that its customer takes', async () => {
    const order = await place();
    await check();
    expect((await read(order)).slotLostAt).toBeNull();
    await closeDay('2026-11-25');
    await check();
    await check();
    const lost = await read(order);
    expect(lost).toMatchObject({
      status: 'accepted',
      slotLostAt: '2026-11-24T08:00:00.000Z',
      proposals: [{ id: '2026-11-24T10:00Z' }, { id: '2026-11-24T10:30Z' }],
    });
    expect(lost.events.at(-1)).toMatchObject({ reason: 'slot_lost', actor: 'system' });
    expect(await mails()).toEqual(['shop_slot_lost', 'slot_lost']);
    await expect(here(() => orders.takeSlot(order.token, '2026-11-26T10:00Z'))).rejects.toMatchObject({
      code: 'orders.slot_not_proposed',
      status: 409,
    });
    const moved = await here(() => orders.takeSlot(order.token, '2026-11-24T10:30Z'));
    expect(moved).toMatchObject({
      status: 'accepted',
      slot: { id: '2026-11-24T10:30Z' },
      slotLostAt: null,
      proposals: [],
    });
    expect(await here(() => orders.takeSlot(order.token, '2026-11-24T10:30Z'))).toEqual(moved);
    expect(moved.events.at(-1)).toMatchObject({
      reason: 'slot_moved',
      actor: 'customer',
      comment: expect.stringContaining('mercredi 25\u00a0novembre'),
    });
    expect(await booked()).toEqual({ '2026-11-24T10:30Z': 1 });
    expect(await mails()).toEqual(['shop_slot_lost', 'shop_slot_moved', 'slot_lost', 'slot_moved']);
    expect(await ledgerFaults(rig, shopId)).toEqual([]);
  });

  it('has its slot back when the hours come back before a choice', async () => {
    const order = await place();
    await closeDay('2026-11-25');
    await check();
    await rig.admin.query('delete from hours_exception where shop_id = $1', [shopId]);
    await check();
    expect(await read(order)).toMatchObject({ slotLostAt: null, proposals: [], slot: { id: WEDNESDAY_TEN } });
    expect(await mails()).toEqual(['shop_slot_lost', 'slot_back', 'slot_lost']);
  });

  it('is found among many shops by a closure order of the region, and left alone at the door', async () => {
    const [order, elsewhere] = [await place(), await createShop(rig)];
    const close = (collects: boolean) =>
      rig.admin.query(
        `insert into closure_order (closure_id, title, starts_on, territory, collects)
         values (gen_random_uuid(), 'Arrêté', '2026-11-25', '{}', $1)`,
        [collects],
      );
    const told = () => rig.module.get(LostSlots).handle({ shopId: null, shopIds: [elsewhere, shopId] });
    await close(true);
    await told();
    expect((await read(order)).slotLostAt).toBeNull();
    await close(false);
    await told();
    expect((await read(order)).slotLostAt).not.toBeNull();
    await rig.admin.query('delete from closure_order');
  });

  it('is offered others when somebody took the last place of the one it chose', async () => {
    const order = await place();
    await closeDay('2026-11-25');
    await check();
    await rig.admin.query('update shop set slot_capacity = 1 where shop_id = $1', [shopId]);
    await here(() => orders.place(orderOf([roses]), newId()));
    await expect(here(() => orders.takeSlot(order.token, '2026-11-24T10:00Z'))).rejects.toMatchObject({
      code: 'orders.slot_full',
    });
    expect((await read(order)).proposals.map(({ id }) => id)).toEqual(['2026-11-24T10:30Z', '2026-11-24T11:00Z']);
    expect(await booked()).toEqual({ '2026-11-24T10:00Z': 1, [WEDNESDAY_TEN]: 1 });
  });

  it('is offered slots by hand: one to three with room, and keeps its own until one is taken', async () => {
    const order = await place();
    const propose = (...slotIds: string[]) => here(() => orders.proposeSlots(order.orderId, slotIds, 'person:1'));
    for (const ids of [[], ['demain'], ['2026-11-24T10:00Z', '2026-11-24T12:00Z']]) {
      await expect(propose(...ids)).rejects.toMatchObject({ code: 'orders.proposals', status: 422 });
    }
    const proposed = await propose('2026-11-27T10:00Z', '2026-11-26T10:00Z');
    expect(proposed).toMatchObject({ slot: { id: WEDNESDAY_TEN }, slotLostAt: null });
    expect(proposed.proposals.map(({ id }) => id)).toEqual(['2026-11-26T10:00Z', '2026-11-27T10:00Z']);
    expect(await mails()).toEqual(['slot_proposed']);
    await here(() => orders.markReady(order.orderId, 'person:1'));
    await here(() => orders.takeSlot(order.token, '2026-11-27T10:00Z'));
    const { rows } = await rig.admin.query(
      `select run_at from graphile_worker._private_jobs where key = 'orders.reminder:' || $1`,
      [order.orderId],
    );
    expect(rows.map((row) => (row.run_at as Date).toISOString())).toEqual(['2026-11-28T10:30:00.000Z']);
    await here(() => orders.collect(order.pickupCode, 'person:1'));
    await expect(propose('2026-11-26T10:00Z')).rejects.toMatchObject({ code: 'orders.move_not_allowed' });
    await expect(here(() => orders.takeSlot(order.token, '2026-11-26T10:00Z'))).rejects.toMatchObject({
      code: 'orders.move_not_allowed',
    });
  });

  it('takes one slot when its customer clicks both at once', async () => {
    const order = await place();
    await here(() => orders.proposeSlots(order.orderId, ['2026-11-26T10:00Z', '2026-11-27T10:00Z'], 'person:1'));
    const clicks = ['2026-11-26T10:00Z', '2026-11-27T10:00Z', '2026-11-26T10:00Z', '2026-11-27T10:00Z'].map((id) =>
      here(() => orders.takeSlot(order.token, id)),
    );
    await Promise.allSettled(clicks);
    const { slot } = await read(order);
    expect(await booked()).toEqual({ [slot.id]: 1 });
  });
});

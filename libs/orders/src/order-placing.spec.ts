import { Clock, InvalidInputError, newId } from '#libs/kernel';
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
import { OrderIndex, type OrderInput, Orders } from './index.js';
import { KeySweep } from './key-sweep.job.js';
import { OrderIndexFill } from './order-index-fill.job.js';

describe('an order that is refused keeps nothing', () => {
  let rig: OrderRig;
  let shopId: string;
  let roses: string;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    rig = await orderRig();
  }, 60_000);

  afterAll(async () => {
    Clock.freeze(null);
    await rig.close();
  });

  beforeEach(async () => {
    shopId = await createShop(rig);
    roses = await createVariant(rig, shopId);
  });

  const place = (input: OrderInput) => asShop(shopId, () => rig.module.get(Orders).place(input, newId()));

  /** The error, after a look at every table that an order writes to. */
  const refused = async (input: OrderInput): Promise<{ details: Record<string, unknown> }> => {
    const before = await written(rig, shopId);
    const error = await place(input).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(await written(rig, shopId)).toEqual(before);
    expect(await ledgerFaults(rig, shopId)).toEqual([]);
    return error as { details: Record<string, unknown> };
  };

  it.each([0, -1, 1.5, 1e9, '2', null])('a quantity of %p', async (quantity) => {
    const input = orderOf([], { lines: [{ variantId: roses, quantity: quantity as number }] });
    const error = await refused(input);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect((error as unknown as InvalidInputError).errors).toEqual([
      { path: 'lines.0.quantity', code: 'orders.quantity' },
    ]);
  });

  it('a customer without name or e-mail, and an order without lines', async () => {
    const input = orderOf([], { customer: { name: ' ', email: 'anne', phone: 'x' } });
    const error = await refused(input);
    expect((error as unknown as InvalidInputError).errors.map(({ path, code }) => [path, code])).toEqual([
      ['customer.name', 'orders.name'],
      ['customer.email', 'orders.email'],
      ['customer.phone', 'orders.phone'],
      ['lines', 'orders.lines'],
    ]);
  });

  it('too few pieces, naming the line', async () => {
    const vase = await createVariant(rig, shopId, { name: 'Vase', onHand: 1 });
    const lines = [
      { variantId: roses, quantity: 2 },
      { variantId: vase, quantity: 2 },
    ];
    expect(await refused(orderOf([], { lines }))).toMatchObject({
      code: 'orders.sold_out',
      status: 409,
      details: { line: 2, variantId: vase, name: 'Vase', wanted: 2, available: 1 },
    });
  });

  it('two lines of one variant that are too many together', async () => {
    const lines = [6, 5].map((quantity) => ({ variantId: roses, quantity }));
    expect(await refused(orderOf([], { lines }))).toMatchObject({
      code: 'orders.sold_out',
      details: { wanted: 11, available: 10 },
    });
  });

  it('a past slot, one outside the hours, one that is none, and proposes others', async () => {
    for (const slotId of ['2026-11-23T10:00Z', '2026-11-24T12:00Z', '2026-11-24T10:07Z', 'demain']) {
      const error = await refused(orderOf([roses], { slotId }));
      expect(error).toMatchObject({ code: 'orders.slot_closed', status: 422 });
      expect(error.details['slots']).toHaveLength(3);
    }
  });

  it('an unpublished product, an unknown one and one of another shop alike', async () => {
    const hidden = await createVariant(rig, shopId, { published: false });
    const foreign = await createVariant(rig, await createShop(rig));
    for (const variantId of [hidden, foreign, newId(), 'x']) {
      expect(await refused(orderOf([roses, variantId]))).toMatchObject({
        code: 'orders.variant_unknown',
        status: 404,
        details: { line: 2, path: 'lines.1.variantId' },
      });
    }
  });

  it('a shop that takes no orders', async () => {
    await rig.admin.query(`update shop set state = 'paused' where shop_id = $1`, [shopId]);
    expect(await refused(orderOf([roses]))).toMatchObject({ code: 'orders.shop_not_open', status: 409 });
  });

  it('refuses a full slot and proposes the next ones', async () => {
    await rig.admin.query('update shop set slot_capacity = 1 where shop_id = $1', [shopId]);
    await place(orderOf([roses]));
    const error = await refused(orderOf([roses]));
    expect(error).toMatchObject({ code: 'orders.slot_full', status: 409 });
    const slots = error.details['slots'] as { localStart: string }[];
    expect(slots.map((slot) => slot.localStart)).toEqual(['11:30', '12:00', '14:00']);
  });

  it('is found by its customer’s address, although it is older than the index', async () => {
    const { order } = await asShop(shopId, () => rig.module.get(Orders).place(orderOf([roses]), newId()));
    const mine = { shopId, orderId: order.orderId };
    const found = () => rig.module.get(OrderIndex).ofEmail(order.customer.email);
    const before = await found();
    expect(before).toContainEqual(mine);
    await rig.admin.query('delete from order_index');
    await rig.module.get(OrderIndexFill).handle();
    const byId = (places: typeof before) => places.map(({ orderId }) => orderId).sort();
    expect(byId(await found())).toEqual(byId(before));
    await rig.module.get(OrderIndexFill).handle();
    expect(await found()).toHaveLength(before.length);
  });

  it('is known by its key for seven days, then the key alone is forgotten', async () => {
    const other = await createShop(rig);
    const key = newId();
    const input = orderOf([roses]);
    const { order } = await asShop(shopId, () => rig.module.get(Orders).place(input, key));
    const keys = (id: string) =>
      asShop(id, () => rig.tenancy.shopRead<{ key: string }>('select key from idempotency_key order by key'));
    const age = (days: number, id: string) =>
      asShop(id, () =>
        rig.tenancy.shopTransaction((tx) =>
          tx.query(`update idempotency_key set created_at = $1::timestamptz - make_interval(days => $2)`, [
            Clock.now().toString(),
            days,
          ]),
        ),
      );
    await age(6, shopId);
    await rig.module.get(KeySweep).handle();
    expect(await keys(shopId)).toEqual([{ key }]);
    expect((await asShop(shopId, () => rig.module.get(Orders).place(input, key))).isRepeat).toBe(true);
    await age(8, shopId);
    await rig.module.get(KeySweep).handle();
    expect([await keys(shopId), await keys(other)]).toEqual([[], []]);
    const stays = 'select order_id from shop_order';
    expect(await asShop(shopId, () => rig.tenancy.shopRead(stays))).toEqual([{ order_id: order.orderId }]);
  });
});

import { Test, type TestingModule } from '@nestjs/testing';
import fc from 'fast-check';
import { CatalogModule, Stock } from '#libs/catalog';
import { AppError, Clock, newId } from '#libs/kernel';
import { loadSettings, PlatformModule } from '#libs/platform';
import { asShop, TenancyModule } from '#libs/tenancy';
import {
  createShop,
  createVariant,
  ledgerFaults,
  orderOf,
  type OrderRig,
  orderRig,
  TUESDAY_NINE,
} from '../../../test/support/order-shop.js';
import { type OrderDetails, Orders } from './index.js';

/** Random lives of a shop's stock: `npm run soak` asks for hundreds. */
const LIVES = Number(process.env['LEDGER_LIVES'] ?? 12);
/** Deeds at the same time. */
const AT_ONCE = 4;

const VERBS = ['place', 'place', 'place', 'strike', 'lose', 'cancel', 'refuse', 'lapse', 'ready', 'no_show'] as const;
const deed = fc.record({
  verb: fc.constantFrom(...VERBS, 'collect', 'count', 'import'),
  which: fc.nat(30),
  pieces: fc.integer({ min: 1, max: 4 }),
});

type Deed = typeof deed extends fc.Arbitrary<infer D> ? D : never;

const recount = { verb: 'count', which: 0, pieces: 4 } as const;
/** A life that holds every cause, for the random ones may lack one. */
const WHOLE_LIFE: Deed[] = [
  { verb: 'place', which: 0, pieces: 1 },
  recount,
  recount,
  recount,
  { verb: 'strike', which: 0, pieces: 1 },
  { verb: 'lose', which: 1, pieces: 1 },
  { verb: 'import', which: 0, pieces: 2 },
  recount,
  { verb: 'cancel', which: 0, pieces: 1 },
  recount,
  recount,
  recount,
];

describe('the ledger of stock', () => {
  let rig: OrderRig;
  let catalog: TestingModule;
  let orders: Orders;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    rig = await orderRig({ DATABASE_POOL: '10' });
    const settings = loadSettings({ DATABASE_URL: rig.database.adminUrl, APP_SECRET: 'a secret of the test' });
    const imports = [PlatformModule.forRoot(settings), TenancyModule, CatalogModule];
    catalog = await Test.createTestingModule({ imports }).compile();
    orders = rig.module.get(Orders);
  }, 60_000);

  afterAll(async () => {
    Clock.freeze(null);
    await catalog.close();
    await rig.close();
  });

  const aShop = async (): Promise<{ shopId: string; variants: string[] }> => {
    const shopId = await createShop(rig, { slotCapacity: 1000 });
    const variants = [
      await createVariant(rig, shopId, { onHand: 6 }),
      await createVariant(rig, shopId, { onHand: 2, name: 'Vase' }),
      await createVariant(rig, shopId, { stock: 'single', onHand: 1, name: 'Tableau' }),
      await createVariant(rig, shopId, { stock: 'untracked', onHand: 0, name: 'Gâteau' }),
    ];
    return { shopId, variants };
  };

  /** One deed; what the rules refuse is no fault. */
  const act = async (variants: string[], known: OrderDetails[], { verb, which, pieces }: Deed): Promise<void> => {
    const variantId = variants[which % variants.length]!;
    const order = known[which % Math.max(1, known.length)];
    if (verb === 'place') {
      const lines = variants.slice(which % 3).map((id) => ({ variantId: id, quantity: pieces }));
      known.push((await orders.place(orderOf([], { lines }), newId())).order);
    } else if (verb === 'count') {
      await catalog.get(Stock).setCount(variantId, pieces);
    } else if (verb === 'import') {
      await rig.tenancy.shopTransaction((tx) => tx.query(IMPORT_SQL, [variantId, pieces]));
    } else if (order) {
      const who = 'person:1';
      const line = (which % order.lines.length) + 1;
      const deeds = {
        strike: () => orders.strike(order.orderId, { line, pieces }, who),
        lose: () => orders.strike(order.orderId, { line, pieces, backOnShelf: false, reason: 'abîmé' }, who),
        cancel: () => orders.cancel(order.token),
        refuse: () => orders.refuse(order.orderId, refusal(which), who),
        lapse: () => orders.lapse(order.orderId),
        ready: () => orders.markReady(order.orderId, who),
        no_show: () => orders.noShow(order.orderId),
        collect: () => orders.collectWithoutCode(order.orderId, who),
      };
      await deeds[verb]();
    }
  };

  const live = async (shopId: string, variants: string[], deeds: Deed[]): Promise<void> => {
    const known: OrderDetails[] = [];
    for (let i = 0; i < deeds.length; i += AT_ONCE) {
      const together = deeds.slice(i, i + AT_ONCE).map((each) =>
        asShop(shopId, () => act(variants, known, each)).catch((error: unknown) => {
          if (!(error instanceof AppError)) throw error;
        }),
      );
      await Promise.all(together);
    }
  };

  /** Variants for which stock + sold + lost is not what was received. */
  const faults = async (shopId: string): Promise<unknown[]> => (await rig.admin.query(FAULTS_SQL, [shopId])).rows;

  it(
    'stock + sold + struck = received, after any life, several deeds at a time',
    async () => {
      const seen = new Set<string>();
      await fc.assert(
        fc.asyncProperty(fc.array(deed, { minLength: 12, maxLength: 40 }), async (deeds) => {
          const { shopId, variants } = await aShop();
          await live(shopId, variants, deeds);
          expect(await faults(shopId)).toEqual([]);
          expect(await ledgerFaults(rig, shopId)).toEqual([]);
          const { rows } = await rig.admin.query(
            'select distinct cause from stock_movement where shop_id = $1 union select distinct status from shop_order where shop_id = $1',
            [shopId],
          );
          for (const row of rows) seen.add(row.cause as string);
        }),
        { numRuns: LIVES, endOnFailure: true, examples: [[WHOLE_LIFE]] },
      );
      const causes = ['initial', 'count', 'import', 'order', 'order_returned', 'struck', 'lost'];
      expect(causes.filter((cause) => !seen.has(cause))).toEqual([]);
    },
    LIVES * 15_000,
  );

  it('sees a piece that moved without a cause, and one that was sold twice', async () => {
    const { shopId, variants } = await aShop();
    await live(shopId, variants, [{ verb: 'place', which: 0, pieces: 1 }]);
    expect(await faults(shopId)).toEqual([]);
    await rig.admin.query('update variant set on_hand = on_hand + 1 where variant_id = $1', [variants[0]]);
    expect(await faults(shopId)).toHaveLength(1);
    await rig.admin.query('update order_line set quantity = 9 where shop_id = $1 and variant_id = $2', [
      shopId,
      variants[1],
    ]);
    expect(await faults(shopId)).toHaveLength(2);
  });

  const onHand = async (ids: string[]): Promise<number[]> => {
    const sql =
      'select on_hand from variant where variant_id = any ($1::uuid[]) order by array_position($1::uuid[], variant_id)';
    return (await rig.admin.query<{ on_hand: number }>(sql, [ids])).rows.map((row) => row.on_hand);
  };

  it('does not sell again what an order was refused for: it was not there', async () => {
    const { shopId, variants } = await aShop();
    const [roses, , vase] = variants as [string, string, string];
    const refused = async (missing?: number[]) => {
      const lines = [
        { variantId: roses, quantity: 3 },
        { variantId: vase, quantity: 1 },
      ];
      const { order } = await asShop(shopId, () => orders.place(orderOf([], { lines }), newId()));
      const line = order.lines.find(({ variantId }) => variantId === roses)!.line;
      const refusal = { reason: 'sold_out', ...(missing && { missing: [line] }) } as const;
      await asShop(shopId, () => orders.refuse(order.orderId, refusal, 'person:1'));
      return onHand([roses, vase]);
    };
    expect(await refused([1])).toEqual([3, 1]);
    expect(await refused()).toEqual([0, 0]);
    const { rows } = await rig.admin.query(
      `select cause, sum(delta)::int as delta from stock_movement where shop_id = $1 and order_id is not null group by 1 order by 1`,
      [shopId],
    );
    expect(rows).toEqual([
      { cause: 'lost', delta: -7 },
      { cause: 'order', delta: -8 },
      { cause: 'order_returned', delta: 8 },
    ]);
    expect(await ledgerFaults(rig, shopId)).toEqual([]);
  });

  it('lets the merchant close what nobody came for, once its slot is over', async () => {
    const { shopId, variants } = await aShop();
    const [roses] = variants as [string];
    const { order } = await asShop(shopId, () => orders.place(orderOf([roses]), newId()));
    await asShop(shopId, () => orders.markReady(order.orderId, 'person:1'));
    const close = () => asShop(shopId, () => orders.declareNoShow(order.orderId, 'person:1'));
    await expect(close()).rejects.toMatchObject({ code: 'orders.slot_not_over', status: 409 });
    expect(await onHand([roses])).toEqual([5]);
    Clock.freeze('2026-11-24T10:30:00Z');
    const closed = await close();
    Clock.freeze(TUESDAY_NINE);
    expect(closed.events.at(-1)).toMatchObject({ to: 'no_show', actor: 'person:1', reason: 'not_collected' });
    expect(await onHand([roses])).toEqual([6]);
  });
});

/** Everything was there, nothing was, or one line was not. */
const refusal = (which: number) =>
  [{ reason: 'closed' }, { reason: 'sold_out' }, { reason: 'sold_out', missing: [1] }][which % 3] as Parameters<
    Orders['refuse']
  >[1];

const IMPORT_SQL = `
  with changed as (
    update variant set on_hand = on_hand + $2::int
    where shop_id = current_shop_id() and variant_id = $1 and stock = 'tracked' returning variant_id)
  insert into stock_movement (shop_id, movement_id, variant_id, delta, cause)
  select current_shop_id(), gen_random_uuid(), variant_id, $2::int, 'import' from changed`;

const FAULTS_SQL = `
  select v.variant_id, v.on_hand, m.received, m.lost, s.sold
  from variant v, lateral (
    select coalesce(sum(delta) filter (where cause in ('initial', 'count', 'import')), 0)::int as received,
      coalesce(-sum(delta) filter (where cause = 'lost'), 0)::int as lost
    from stock_movement m where m.shop_id = $1 and m.variant_id = v.variant_id) m, lateral (
    select coalesce(sum(l.quantity - l.struck), 0)::int as sold from order_line l join shop_order o using (shop_id, order_id)
    where l.shop_id = $1 and l.variant_id = v.variant_id and o.status not in ('refused', 'cancelled', 'lapsed', 'no_show')) s
  where v.shop_id = $1 and v.stock <> 'untracked' and v.on_hand + s.sold + m.lost <> m.received`;

import ICAL from 'ical.js';
import pg from 'pg';
import { AppError, Clock, newId } from '#libs/kernel';
import { SoldOutError } from '#libs/orders';
import { type Mail, MAILER, type Mailer, MailUnavailableError } from '#libs/platform';
import { asShop } from '#libs/tenancy';
import { createShop, createVariant, ledgerFaults, TUESDAY_NINE, written } from '../../../test/support/order-shop.js';
import { createPoint, firstRound, type RoundRig, roundRig } from '../../../test/support/round-shops.js';
import {
  BasketHandovers,
  HandoverGoneError,
  PriceChangedError,
  type RoundDetails,
  type RoundInput,
  RoundKeyReusedError,
  RoundNotFeasibleError,
  Rounds,
  RoundSweep,
  SendRoundMail,
} from './index.js';

describe('several orders, all or none', () => {
  let rig: RoundRig;
  let rounds: Rounds;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    rig = await roundRig({ DATABASE_POOL: '20' });
    rounds = rig.module.get(Rounds);
  }, 60_000);

  afterAll(async () => {
    Clock.freeze(null);
    await rig.close();
  });

  interface Shop {
    shopId: string;
    slug: string;
    variants: string[];
  }

  /** Three shops a few streets apart. */
  async function threeShops(traits: { onHand?: number; variants?: number; slotCapacity?: number } = {}) {
    const { onHand = 10, variants = 1, slotCapacity = 4 } = traits;
    const shops: Shop[] = [];
    for (let i = 0; i < 3; i++) {
      const slug = `boutique-${newId().slice(-12)}`;
      const shopId = await createShop(rig, { slug, slotCapacity });
      await createPoint(rig, shopId, { lat: 47.128 + i / 500, lon: 0.995 });
      const ids: string[] = [];
      for (let n = 0; n < variants; n++) ids.push(await createVariant(rig, shopId, { onHand }));
      shops.push({ shopId, slug, variants: ids });
    }
    return shops;
  }

  const ask = async (shops: Shop[]): Promise<RoundInput> => firstRound(rounds, shops);

  const everything = async (shops: Shop[]) => Promise.all(shops.map(({ shopId }) => written(rig, shopId)));
  const roundCount = async (): Promise<number> =>
    (await rig.admin.query('select count(*)::int as n from customer_round')).rows[0].n;

  it('places three orders, each in its shop, and shows the round by its link', async () => {
    const shops = await threeShops();
    const { round, isRepeat } = await rounds.place(await ask(shops), newId());
    expect(isRepeat).toBe(false);
    expect(round.orders.map(({ order, shop }) => `${order.status} ${shop.slug}`).toSorted()).toEqual(
      shops.map(({ slug }) => `accepted ${slug}`).toSorted(),
    );
    const [trip] = round.trips!;
    expect(trip!.stops.map(({ id }) => id)).toEqual(round.orders.map(({ shop }) => shop.shopId));
    expect(trip!.stops.map(({ leg }) => leg?.mode ?? null)).toEqual([null, 'walk', 'walk']);
    expect((await rounds.byToken(round.token))?.url).toBe(round.url);
    expect(await rounds.byToken('A'.repeat(22))).toBeNull();
    for (const { shopId } of shops) {
      expect(await written(rig, shopId)).toMatchObject({ orders: 1, lines: 1, booked: 1, on_hand: 9, jobs: 3 });
      expect(await ledgerFaults(rig, shopId)).toEqual([]);
    }
  });

  it('is one round for one key, however often and at once it comes; another body is refused', async () => {
    const shops = await threeShops();
    const input = await ask(shops);
    const key = newId();
    const all = await Promise.all(Array.from({ length: 30 }, () => rounds.place(input, key)));
    const numbers = all.map(({ round }) => round.orders.map(({ order }) => order.orderId).join());
    expect(new Set(numbers).size).toBe(1);
    expect(all.filter(({ isRepeat }) => !isRepeat)).toHaveLength(1);
    Clock.freeze('2026-12-24T08:00:00Z');
    expect((await rounds.place(input, key)).isRepeat).toBe(true);
    Clock.freeze(TUESDAY_NINE);
    const other = { ...input, customer: { ...input.customer, name: 'Autre' } };
    await expect(rounds.place(other, key)).rejects.toThrow(RoundKeyReusedError);
    expect((await everything(shops)).map(({ orders }) => orders)).toEqual([1, 1, 1]);
  });

  it('keeps nothing anywhere when one shop is sold out, and names the line', async () => {
    const shops = await threeShops();
    const input = await ask(shops);
    const last = shops.toSorted((a, b) => (a.shopId < b.shopId ? 1 : -1))[0]!;
    await asShop(last.shopId, () =>
      rig.tenancy.shopTransaction((tx) => tx.query('update variant set on_hand = 0 where shop_id = $1', [last.shopId])),
    );
    const [before, count] = [await everything(shops), await roundCount()];
    const refused = await rounds.place(input, newId()).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(SoldOutError);
    expect((refused as AppError).details).toMatchObject({ shop: last.slug, name: 'Bouquet de roses', available: 0 });
    expect(await everything(shops)).toEqual(before);
    expect(await roundCount()).toBe(count);
  });

  it('refuses slots that make no round, changed prices and unknown shops, and keeps nothing', async () => {
    const shops = await threeShops();
    const far = shops[2]!;
    await createPoint(rig, far.shopId, { lat: 47.6, lon: 0.995 });
    const input = await ask(shops.slice(0, 2));
    const { orders } = input;
    const third = { shop: far.slug, slotId: orders[0]!.slotId, lines: [{ variantId: far.variants[0]!, quantity: 1 }] };
    const before = await everything(shops);
    const refusal = (more: Partial<RoundInput>) => rounds.place({ ...input, ...more }, newId()).catch((error) => error);
    expect(await refusal({ orders: [...orders, third] })).toMatchObject({ details: { shop: far.slug } });
    expect(await refusal({ orders: [...orders, third] })).toBeInstanceOf(RoundNotFeasibleError);
    const dearer = { ...orders[0]!, lines: orders[0]!.lines.map((line) => ({ ...line, shownCents: 1100 })) };
    expect(await refusal({ orders: [dearer, orders[1]!] })).toBeInstanceOf(PriceChangedError);
    expect(await refusal({ orders: [{ ...orders[0]!, shop: 'personne-ici' }] })).toMatchObject({ status: 404 });
    expect(await refusal({ orders: [orders[0]!, orders[0]!] })).toMatchObject({ status: 422 });
    expect(await refusal({ orders: [{ ...orders[0]!, slotId: '2026-11-24T12:00Z' }] })).toMatchObject({
      code: 'orders.slot_closed',
    });
    const foreign = [{ ...orders[0]!, lines: [{ variantId: shops[1]!.variants[0]!, quantity: 1 }] }, orders[1]!];
    expect(await refusal({ orders: foreign })).toMatchObject({ status: 404, code: 'orders.variant_unknown' });
    expect(await everything(shops)).toEqual(before);
  });

  it('tells no shop that its customer collects elsewhere too', async () => {
    const shops = await threeShops();
    await rounds.place(await ask(shops), newId());
    const count =
      'select (select count(*)::int from customer_round) + (select count(*)::int from customer_round_stop) as n';
    expect(await asShop(shops[0]!.shopId, () => rig.tenancy.shopRead(count))).toEqual([{ n: 0 }]);
    expect((await rig.tenancy.publicRead<{ n: number }>(count))[0]!.n).toBeGreaterThanOrEqual(4);
  });

  const deadlocks = async (): Promise<number> => {
    await rig.admin.query('select pg_stat_clear_snapshot()');
    const { rows } = await rig.admin.query(
      'select deadlocks::int from pg_stat_database where datname = current_database()',
    );
    return rows[0].deadlocks;
  };
  const shuffled = <T>(values: readonly T[]): T[] => values.toSorted(() => Math.random() - 0.5);

  it('200 baskets over three shops in any order: no deadlock, all or none, every piece accounted for', async () => {
    const shops = await threeShops({ onHand: 90, variants: 3, slotCapacity: 1000 });
    const input = await ask(shops);
    const before = await deadlocks();
    const placed: RoundDetails[] = [];
    const refused: string[] = [];
    const one = async (): Promise<void> => {
      const orders = shuffled(input.orders).map((order) => {
        const { variants } = shops.find(({ slug }) => slug === order.shop)!;
        const wanted = shuffled(variants).slice(0, 2);
        return { ...order, lines: wanted.map((variantId) => ({ variantId, quantity: 1 })) };
      });
      try {
        placed.push((await rounds.place({ ...input, orders }, newId())).round);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        refused.push(error.code);
      }
    };
    await Promise.all(Array.from({ length: 200 }, one));
    expect(await deadlocks()).toBe(before);
    expect(new Set(refused)).toEqual(new Set(['orders.sold_out']));
    expect(placed.length).toBeGreaterThan(90);
    expect(placed.length + refused.length).toBe(200);
    for (const [i, each] of (await everything(shops)).entries()) {
      const n = placed.length;
      expect(each).toMatchObject({
        orders: n,
        lines: 2 * n,
        movements: 2 * n,
        booked: n,
        on_hand: 270 - 2 * n,
        keys: n,
      });
      expect(await ledgerFaults(rig, shops[i]!.shopId)).toEqual([]);
    }
  }, 120_000);

  it('the same race dead-locks when shops are entered as they come: the order is what prevents it', async () => {
    const shops = await threeShops({ onHand: 1000 });
    const pool = new pg.Pool({ connectionString: rig.database.adminUrl, max: 12 });
    const before = await deadlocks();
    const carelessly = async (): Promise<void> => {
      const client = await pool.connect();
      try {
        await client.query("begin; set local deadlock_timeout = '20ms'");
        for (const { shopId } of shuffled(shops)) {
          await client.query('update variant set on_hand = on_hand - 1 where shop_id = $1', [shopId]);
        }
        await client.query('commit');
      } catch {
        await client.query('rollback');
      } finally {
        client.release();
      }
    };
    await Promise.all(Array.from({ length: 200 }, carelessly));
    await pool.end();
    expect(await deadlocks()).toBeGreaterThan(before);
  }, 120_000);

  it('tells the whole round in one mail, with a calendar that a calendar program reads, at most twice', async () => {
    const shops = await threeShops();
    const input = { ...(await ask(shops)), language: 'en' as const };
    const { round } = await rounds.place(input, newId());
    const { rows } = await rig.admin.query<{ payload: { shopId: null; roundId: string } }>(
      `select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
       where t.identifier = 'rounds.mail' order by j.id desc limit 1`,
    );
    const mailer = rig.module.get<Mailer>(MAILER);
    const sent: Mail[] = [];
    mailer.send = async (mail) => void sent.push(mail);
    const send = () => rig.module.get(SendRoundMail).handle(rows[0]!.payload);
    await send();
    await send();
    expect(sent).toHaveLength(1);
    const [mail] = sent;
    expect(mail).toMatchObject({ to: 'anne@example.fr', messageId: `<round.${rows[0]!.payload.roundId}@localhost>` });
    expect(mail!.subject).toBe('Your round over 3 shops, Tuesday, 24 November 2026');
    for (const { shop } of round.orders) expect(mail!.text).toContain(`${shop.name}, 12 rue Balzac, 37600`);
    expect(mail!.text).toContain(round.url);
    const calendar = new ICAL.Component(ICAL.parse(mail!.attachments![0]!.content.toString()) as unknown[]);
    const events = calendar.getAllSubcomponents('vevent').map((each) => new ICAL.Event(each));
    expect(events.map(({ uid }) => uid)).toEqual(round.orders.map(({ order }) => `${order.orderId}@localhost`));
    expect(events.map(({ startDate }) => startDate.toJSDate().getTime())).toEqual(
      round.orders.map(({ order }) => Date.parse(order.slot.start)),
    );
    for (let i = 0; i < 2; i++) {
      await rig.admin.query('update customer_round set mailed_at = null');
      await send();
    }
    expect(sent).toHaveLength(2);
    mailer.send = () => Promise.reject(new MailUnavailableError({ reason: 'away' }));
    await rig.admin.query('update customer_round set mailed_at = null, mail_attempts = 0');
    for (let i = 0; i < 3; i++) await expect(send()).rejects.toMatchObject({ code: 'mail.unavailable' });
    expect((await rig.admin.query('select max(mail_attempts) as n from customer_round')).rows).toEqual([{ n: 0 }]);
  });

  it('forgets a round after ninety days; its orders stay', async () => {
    const shops = await threeShops();
    const { round } = await rounds.place(await ask(shops), newId());
    const sweep = rig.module.get(RoundSweep);
    await sweep.handle();
    expect(await rounds.byToken(round.token)).not.toBeNull();
    Clock.freeze('2027-02-23T08:00:00Z');
    await sweep.handle();
    Clock.freeze(TUESDAY_NINE);
    expect(await rounds.byToken(round.token)).toBeNull();
    expect((await everything(shops)).map(({ orders }) => orders)).toEqual([1, 1, 1]);
  });

  it('carries a basket from host to host once, for ten minutes, and only where it was sent', async () => {
    const [shop] = await threeShops();
    const handovers = rig.module.get(BasketHandovers);
    const items = [{ variantId: shop!.variants[0]!, quantity: 2, cents: 1250 }];
    const token = await asShop(shop!.shopId, () => handovers.send('portal', { shopId: shop!.shopId, items }));
    await expect(handovers.take(token, 'shop')).rejects.toThrow(HandoverGoneError);
    expect(await handovers.look(token, 'portal')).toEqual({ shopId: shop!.shopId, items });
    expect(await handovers.hasArrived(token)).toBe(false);
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => handovers.take(token, 'portal')));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await handovers.hasArrived(token)).toBe(true);
    const late = await handovers.send('shop', { shopId: shop!.shopId, items });
    Clock.freeze('2026-11-24T08:10:01Z');
    await expect(handovers.take(late, 'shop')).rejects.toThrow(HandoverGoneError);
    Clock.freeze(TUESDAY_NINE);
    const { rows } = await rig.admin.query('select token_hash, lines from basket_handover order by consumed_at');
    expect(rows.map(({ lines }) => lines)).toEqual([[], items]);
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});

import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { Clock, newId } from '#libs/kernel';
import { type DatabaseGate, databaseGate } from '../../../../test/support/database-gate.js';
import { createShop, createVariant, FIRST_SLOT, TUESDAY_NINE } from '../../../../test/support/order-shop.js';
import { testDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';

const HOST = 'devanture.localhost';
const RESTARTS = 3;
const DOWN_MS = 400;
/** On a quiet machine it is some tens of milliseconds; this only says that nobody waits for ever. */
const BACK_MS = 10_000;
const PIECES = 1000;

describe('while the database is away', () => {
  let database: TestDatabase;
  let gate: DatabaseGate;
  let web: TestWeb;
  let admin: pg.Client;
  let slug: string;
  let variantId: string;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    database = await testDatabase();
    admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    gate = await databaseGate(database.adminUrl);
    web = await testWeb({ DATABASE_URL: gate.url });
    slug = `fleurs-${newId().slice(-12)}`;
    const shopId = await createShop(web, { slug, slotCapacity: PIECES });
    variantId = await createVariant(web, shopId, { onHand: PIECES });
  }, 60_000);

  afterAll(async () => {
    Clock.freeze(null);
    await web.close();
    await gate.shut();
    await admin.end();
    await database.drop();
  });

  const get = (url: string, host = HOST) => web.app.inject({ url, headers: { host } });

  const order = (key: string, from = 0) =>
    web.app.inject({
      method: 'POST',
      url: `/api/v1/shops/${slug}/orders`,
      remoteAddress: `10.0.${from >> 8}.${from & 255}`,
      headers: { host: HOST, 'idempotency-key': key },
      payload: {
        customer: { name: 'Anne Dupré', email: 'anne@example.fr', phone: '0612345678' },
        slotId: FIRST_SLOT,
        lines: [{ variantId, quantity: 1 }],
      },
    });

  it('answers 503 with Retry-After, to pages and writes alike, is alive but not ready, and is back at once', async () => {
    await gate.shut();
    const pages = await Promise.all([
      get('/'),
      get('/recherche?q=rose'),
      get('/', `${slug}.${HOST}`),
      get('/connexion', `gestion.${HOST}`),
      get(`/api/v1/shops/${slug}`),
      order('refused'),
    ]);
    const known = pages.map(({ statusCode, headers }) => [statusCode, statusCode === 200 || 'retry-after' in headers]);
    expect(known.filter(([status, isTold]) => ![200, 503].includes(Number(status)) || !isTold)).toEqual([]);
    expect(pages.at(-1)?.statusCode).toBe(503);
    expect((await get('/healthz')).statusCode).toBe(200);
    expect((await get('/readyz')).statusCode).toBe(503);
    await gate.open();
    expect((await get('/', `${slug}.${HOST}`)).statusCode).toBe(200);
    expect((await get('/readyz')).statusCode).toBe(200);
  });

  it('loses no acknowledged order and makes none twice over restarts under load', async () => {
    const statuses = new Map<number, number>();
    const acknowledged = new Set<string>();
    const stop = new AbortController();
    const back: number[] = [];
    let lastBack = 0;
    let firstAfter = Infinity;
    const buyer = async (from: number): Promise<void> => {
      for (let n = 0; !stop.signal.aborted; n++) {
        const key = `buyer-${from}-${n}`;
        const { statusCode } = await order(key, from * 300 + n);
        statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
        if (statusCode === 201) acknowledged.add(key);
        if (statusCode === 201 && lastBack > 0) firstAfter = Math.min(firstAfter, performance.now() - lastBack);
        if (statusCode !== 201) await wait(20);
      }
    };
    const buyers = Array.from({ length: 8 }, (_, from) => buyer(from));
    const isServed = (): boolean => firstAfter !== Infinity;
    for (let restart = 0; restart < RESTARTS; restart++) {
      await wait(DOWN_MS);
      await gate.shut();
      await wait(DOWN_MS);
      await gate.open();
      [lastBack, firstAfter] = [performance.now(), Infinity];
      while (!isServed() && performance.now() - lastBack < BACK_MS) await wait(20);
      back.push(Math.round(firstAfter));
    }
    stop.abort();
    await Promise.all(buyers);
    console.log(`served again ${back.join(', ')} ms after the database was back`);
    expect(back.filter((milliseconds) => milliseconds > BACK_MS)).toEqual([]);
    expect([...statuses.keys()].filter((status) => ![201, 503].includes(status))).toEqual([]);
    expect(statuses.get(503)).toBeGreaterThan(0);
    const kept = await storedKeys();
    expect([...acknowledged].filter((key) => !kept.has(key))).toEqual([]);
    expect(await faults()).toEqual([{ orders: kept.size, sold: kept.size, on_hand: PIECES - kept.size }]);
  }, 60_000);

  async function storedKeys(): Promise<Set<string>> {
    const { rows } = await admin.query<{ key: string }>('select key from idempotency_key');
    return new Set(rows.map(({ key }) => key));
  }

  async function faults(): Promise<object[]> {
    const { rows } = await admin.query<object>(
      `select (select count(*)::int from shop_order) as orders,
         (select -sum(delta)::int from stock_movement where cause = 'order') as sold,
         (select on_hand from variant) as on_hand`,
    );
    return rows;
  }
});

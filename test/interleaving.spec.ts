import { Agent, request } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Clock } from '#libs/kernel';
import { TUESDAY_NINE } from './support/order-shop.js';
import { accountsOf, type ShopsRig, shopsRig, type TestShop } from './support/two-shops.js';
import { testWeb } from './support/web.js';

const SHOPS = 20;
const REQUESTS = 2_000;
const AT_ONCE = 24;
const ABORTED_SHARE = 0.05;

interface Wanted {
  host: string;
  path: string;
  headers: Record<string, string>;
  /** What stands on the page when it is the right shop's. */
  canary: string;
}

interface Outcome {
  status: number;
  body: string;
}

describe('many shops at once', () => {
  let rig: ShopsRig;
  let dataDir: string;
  let port: number;
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    dataDir = await mkdtemp(path.join(tmpdir(), 'devanture-interleaving-'));
    const names = Array.from({ length: SHOPS }, (_, i) => `n${String(i + 10)}`);
    rig = await shopsRig(await testWeb({ DATA_DIR: dataDir }), names);
    await rig.web.app.listen(0, '127.0.0.1');
    port = (rig.web.app.getHttpServer().address() as AddressInfo).port;
  }, 120_000);

  afterAll(async () => {
    Clock.freeze(null);
    agent.destroy();
    await rig.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Null when it was given up after `abortMs`. */
  function get({ host, path, headers }: Wanted, abortMs: number | null): Promise<Outcome | null> {
    return new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, path, agent, headers: { host, ...headers } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ status: response.statusCode!, body: Buffer.concat(chunks).toString() }));
        response.on('error', () => resolve(null));
      });
      asked.on('error', (error) => (abortMs === null ? reject(error) : resolve(null)));
      asked.end();
      if (abortMs !== null) setTimeout(() => asked.destroy(), abortMs);
    });
  }

  async function pagesOf({ slug, shopId, personId, ids, canaries }: TestShop): Promise<Wanted[]> {
    const { sessions, tokens } = accountsOf(rig.web.app);
    const { baseDomain } = rig.web.settings;
    const cookie = `__Host-session=${await sessions.open(personId)}`;
    const authorization = `Bearer ${await tokens.create(personId, { label: 'till', shopId })}`;
    const { open, secret } = canaries;
    const shop = { host: `${slug}.${baseDomain}`, headers: {}, canary: open };
    const office = { host: `gestion.${baseDomain}`, headers: { cookie } };
    return [
      { ...shop, path: '/' },
      { ...shop, path: '/produits' },
      { ...shop, path: `/produits/${ids.handle}` },
      { ...shop, path: `/commandes/${ids.orderToken}`, canary: secret },
      { ...office, path: '/commandes', canary: secret },
      { ...office, path: `/commandes/${ids.orderId}`, canary: secret },
      { host: baseDomain, path: '/api/v1/shop/orders', headers: { authorization }, canary: secret },
      { host: baseDomain, path: `/api/v1/shop/orders/${ids.orderId}`, headers: { authorization }, canary: secret },
    ];
  }

  it('keeps each page its own shop’s, and leaves no transaction open behind visitors who leave', async () => {
    const pages = (await Promise.all(rig.shops.map(pagesOf))).flatMap((own, i) => own.map((wanted) => ({ wanted, i })));
    const canaries = rig.shops.map(({ canaries }) => Object.values(canaries));
    const faults: string[] = [];
    let [next, answered, aborted] = [0, 0, 0];
    const visitor = async (): Promise<void> => {
      for (let turn = next++; turn < REQUESTS; turn = next++) {
        const { wanted, i } = pages[(turn * 7919) % pages.length]!;
        const abortMs = turn % (1 / ABORTED_SHARE) === 0 ? turn % 30 : null;
        const outcome = await get(wanted, abortMs);
        if (!outcome) {
          aborted++;
          continue;
        }
        answered++;
        const foreign = canaries.findIndex(
          (words, shop) => shop !== i && words.some((word) => outcome.body.includes(word)),
        );
        if (foreign >= 0) faults.push(`${wanted.path} of shop ${i} shows shop ${foreign}`);
        if (outcome.status !== 200 || !outcome.body.includes(wanted.canary)) {
          faults.push(`${wanted.path} of shop ${i}: ${outcome.status} without its own words`);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, visitor));
    const { rows } = await rig.admin.query<{ state: string }>(
      `select state from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`,
    );
    console.log(`${answered} answered, ${aborted} given up, ${pages.length} pages of ${SHOPS} shops`);
    expect([...new Set(faults)]).toEqual([]);
    expect(rows).toEqual([]);
    expect(aborted).toBeGreaterThan(REQUESTS * ABORTED_SHARE * 0.3);
    expect(answered + aborted).toBe(REQUESTS);
  }, 180_000);
});

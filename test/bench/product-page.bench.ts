// The product page without any cache, beside what bounds it: npm run bench -- product-page [seconds] [connections]
import 'reflect-metadata';
import { spawn } from 'node:child_process';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { loadSettings, projectRoot } from '#libs/platform';
import { theme } from '#libs/themes';
import { createWebApp } from '../../apps/web/src/http/web-app.js';
import { WebModule } from '../../apps/web/src/web.module.js';
import { startTestCluster } from '../support/cluster.js';
import { createShop, createVariant } from '../support/order-shop.js';

const SECONDS = Number(process.argv[2] ?? 8);
const CONNECTIONS = Number(process.argv[3] ?? 16);
const MOST_ROUND_TRIPS = 2;
const BASE = 'devanture.localhost';

type App = Awaited<ReturnType<typeof createWebApp>>;
type Rig = Parameters<typeof createShop>[0];

/** A way to the database that counts how often a client spoke after the server had: round trips. */
interface Counter {
  url: string;
  trips: number;
  close(): void;
}

async function countingProxy(databaseUrl: string): Promise<Counter> {
  const target = new URL(databaseUrl);
  const counter: Counter = { url: '', trips: 0, close: () => server.close() };
  const server = createServer((client) => {
    let isAsking = false;
    const database = connect({ host: target.hostname, port: Number(target.port || 5432), noDelay: true });
    client.on('data', (bytes) => {
      if (!isAsking) counter.trips++;
      isAsking = true;
      database.write(bytes);
    });
    database.on('data', (bytes) => {
      isAsking = false;
      client.write(bytes);
    });
    client.on('close', () => database.destroy()).on('error', () => database.destroy());
    database.on('close', () => client.destroy()).on('error', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  counter.url = url.href;
  return counter;
}

interface Load {
  perSecond: number;
  p99: number;
  failed: number;
}

/** In a process of its own, so that asking does not count as answering. */
async function load(port: number, path: string): Promise<Load> {
  const words = ['-j', '-c', String(CONNECTIONS), '-d', String(SECONDS), '-H', `host=fleurs-bench.${BASE}`];
  const script = join(projectRoot, 'node_modules', 'autocannon', 'autocannon.js');
  const child = spawn(process.execPath, [script, ...words, `http://127.0.0.1:${port}${path}`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const report = JSON.parse(await text(child.stdout)) as {
    requests: { average: number };
    latency: { p99: number };
    non2xx: number;
    errors: number;
  };
  return { perSecond: report.requests.average, p99: report.latency.p99, failed: report.non2xx + report.errors };
}

/** The same bytes and headers from an array, by Node's own server. */
async function bareServer(page: { body: string; headers: Record<string, unknown> }): Promise<Load> {
  const bytes = Buffer.from(page.body);
  const kept = Object.entries(page.headers).filter(([name]) => !/^(connection|keep-alive|date|transfer-)/.test(name));
  const headers = Object.fromEntries(kept) as Record<string, string>;
  const server = createHttpServer((_request, response) => response.writeHead(200, headers).end(bytes));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await load((server.address() as AddressInfo).port, '/');
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

interface Drawn {
  template: string;
  view: object;
}

/** What the page handed to its theme, caught on the way. */
async function catchView(app: App, path: string): Promise<Drawn> {
  const marche = theme('marche');
  const render = marche.render.bind(marche);
  let drawn: Drawn | undefined;
  marche.render = (template, view, options) => {
    drawn = { template, view };
    return render(template, view, options);
  };
  await app.inject({ url: path, headers: { host: `fleurs-bench.${BASE}` } });
  marche.render = render;
  if (!drawn) throw new Error(`${path} was not drawn by the theme.`);
  return drawn;
}

/** Renders a second; one thread, nothing else. */
function bareRender({ template, view }: Drawn): number {
  const marche = theme('marche');
  for (let i = 0; i < 500; i++) marche.render(template, view);
  const begun = performance.now();
  let count = 0;
  while (performance.now() - begun < 2000) {
    for (let i = 0; i < 50; i++) marche.render(template, view);
    count += 50;
  }
  return (count * 1000) / (performance.now() - begun);
}

async function roundTrips(databaseUrl: string, path: string): Promise<number> {
  const counter = await countingProxy(databaseUrl);
  const app = await open(counter.url, 1);
  const ask = () => app.inject({ url: path, headers: { host: `fleurs-bench.${BASE}` } });
  try {
    for (let i = 0; i < 5; i++) await ask();
    const counts: number[] = [];
    for (let i = 0; i < 100; i++) {
      const before = counter.trips;
      await ask();
      counts.push(counter.trips - before);
    }
    return counts.toSorted((a, b) => a - b)[50]!;
  } finally {
    await app.close();
    counter.close();
  }
}

let dataDir = '';

async function open(databaseUrl: string, pool: number): Promise<App> {
  const settings = loadSettings({
    DATABASE_URL: databaseUrl,
    APP_SECRET: 'a secret of the bench',
    BASE_DOMAIN: BASE,
    DATA_DIR: dataDir,
    DATABASE_POOL: String(pool),
  });
  return createWebApp(WebModule.forRoot(settings), settings);
}

/** One shop with eight products; answers the path of one. */
async function fill(app: App): Promise<string> {
  const { Tenancy, asShop } = await import('#libs/tenancy');
  const tenancy = app.get(Tenancy, { strict: false });
  const rig = { tenancy } as Rig;
  const shopId = await createShop(rig, { slug: 'fleurs-bench' });
  for (let i = 0; i < 8; i++) await createVariant(rig, shopId, { name: `Bouquet de roses ${i}`, onHand: 50 });
  const [row] = await asShop(shopId, () =>
    tenancy.shopRead<{ handle: string }>('select handle from product order by handle limit 1'),
  );
  return `/produits/${row!.handle}`;
}

const round = (n: number): string => Math.round(n).toLocaleString('en');

const cluster = await startTestCluster();
dataDir = await mkdtemp(join(tmpdir(), 'devanture-bench-'));
const { adminUrl, appUrl } = await cluster.create();
const app = await open(appUrl ?? adminUrl, 10);
try {
  const path = await fill(app);
  const first = await app.inject({ url: path, headers: { host: `fleurs-bench.${BASE}` } });
  if (first.statusCode !== 200) throw new Error(`${path} answers ${first.statusCode}: ${first.body.slice(0, 3000)}`);
  const trips = await roundTrips(appUrl, path);
  const drawn = await catchView(app, path);
  const renders = bareRender(drawn);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  await load(port, path);
  const page = await load(port, path);
  const bare = await bareServer({ body: first.body, headers: first.headers });
  const both = 1 / (1 / bare.perSecond + 1 / renders);
  console.log(
    `product page of ${round(Buffer.byteLength(first.body))} bytes, ${CONNECTIONS} connections, ${SECONDS} s`,
  );
  console.log(`page        ${round(page.perSecond)} requests/s, p99 ${page.p99} ms, ${page.failed} failed`);
  console.log(
    `bare http   ${round(bare.perSecond)} requests/s: page is ${(page.perSecond / bare.perSecond).toFixed(3)} of it`,
  );
  console.log(`bare render ${round(renders)} renders/s: page is ${(page.perSecond / renders).toFixed(3)} of it`);
  console.log(
    `http and render one after the other would be ${round(both)}/s: page is ${(page.perSecond / both).toFixed(3)} of it`,
  );
  console.log(`database    ${trips} round trips a request, wanted at most ${MOST_ROUND_TRIPS}`);
  if (trips > MOST_ROUND_TRIPS || page.failed > 0) process.exitCode = 1;
} finally {
  await app.close();
  await cluster.stop();
  await rm(dataDir, { recursive: true, force: true });
}

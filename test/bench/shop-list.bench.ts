// Lists and pages of one shop with many products, without any cache: npm run bench -- shop-list [products] [times]
import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { loadSettings } from '#libs/platform';
import { asShop, Tenancy } from '#libs/tenancy';
import { createWebApp } from '../../apps/web/src/http/web-app.js';
import { WebModule } from '../../apps/web/src/web.module.js';
import { startTestCluster } from '../support/cluster.js';
import { createShop } from '../support/order-shop.js';

const PRODUCTS = Number(process.argv[2] ?? 20_000);
const TIMES = Number(process.argv[3] ?? 30);
const BASE = 'devanture.localhost';
const SLUG = 'grand-bazar';

/** Names of three words out of 60, twelve shelves, prices from 1 to 200 euros, a tenth sold out. */
const FILL = [
  `insert into product (shop_id, product_id, handle, name, category, published, created_at)
   select $1, ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'produit-' || i,
     concat_ws(' ', w[1 + i % 20], w[21 + i / 20 % 20], w[41 + i / 400 % 20], i), 'Rayon ' || i % 12, true, now() - i * interval '1 minute'
   from generate_series(1, $2::int) i,
     (select array_agg(substr('bouquetrosétulipecyclamenvasepanierbougie', n % 36 + 1, 5 + n % 3) || n) as w from generate_series(1, 60) n) words`,
  `insert into variant (shop_id, variant_id, product_id, price_cents, on_hand)
   select $1, gen_random_uuid(), product_id, 100 + (hashtext(handle) & 1048575) % 19900, case when hashtext(handle) % 10 = 0 then 0 else 5 end
   from product where shop_id = $1 and $2::int > 0`,
];

const PAGES = {
  home: '/',
  product: '/produits/produit-17',
  'list, newest': '/produits',
  'list, page 400': '/produits?page=400',
  'one shelf': '/produits?rayon=Rayon+3',
  'one word': '/produits?q=rose',
  'two words': '/produits?q=rose+panier',
  'no match': '/produits?q=xylophone',
  'by price': '/produits?tri=prix',
  'price and stock': '/produits?prix_max=20&dispo=1',
};

const cluster = await startTestCluster();
const dataDir = await mkdtemp(join(tmpdir(), 'devanture-bench-'));
const { adminUrl, appUrl } = await cluster.create();
const settings = loadSettings({
  DATABASE_URL: appUrl ?? adminUrl,
  APP_SECRET: 'a secret of the bench',
  BASE_DOMAIN: BASE,
  DATA_DIR: dataDir,
});
const app = await createWebApp(WebModule.forRoot(settings), settings);

/** Milliseconds of each request. */
async function timesOf(url: string): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    const begun = performance.now();
    const answer = await app.inject({ url, headers: { host: `${SLUG}.${BASE}` } });
    times.push(performance.now() - begun);
    if (answer.statusCode !== 200) throw new Error(`${url} answers ${answer.statusCode}`);
  }
  return times;
}

try {
  const tenancy = app.get(Tenancy, { strict: false });
  const shopId = await createShop({ tenancy }, { slug: SLUG });
  await asShop(shopId, () =>
    tenancy.shopTransaction(async (tx) => {
      for (const sql of FILL) await tx.query(sql, [shopId, PRODUCTS]);
    }),
  );
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query('vacuum analyze');
  await admin.end();
  console.log(`${PRODUCTS} products, ${TIMES} times each, one after the other`);
  for (const [name, url] of Object.entries(PAGES)) {
    const sorted = (await timesOf(url)).toSorted((x, y) => x - y);
    const at = (part: number): string => sorted[Math.floor(sorted.length * part)]!.toFixed(1);
    console.log(`${name.padEnd(18)} p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`);
  }
} finally {
  await app.close();
  await cluster.stop();
  await rm(dataDir, { recursive: true, force: true });
}

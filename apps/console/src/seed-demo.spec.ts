import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Memberships, People } from '#libs/accounts';
import { isSiret } from '#libs/kernel';
import { OrderBook } from '#libs/orders';
import { loadSettings } from '#libs/platform';
import { ShopDirectory, Shops } from '#libs/shops';
import { asShop } from '#libs/tenancy';
import { tradeByCode } from '#libs/territory';
import { fleursMartin } from '../../../test/support/live-site.js';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { ConsoleModule } from './console.module.js';
import { DEMO_CAST } from './demo/cast.js';
import { drawingSvg } from './demo/picture.js';
import { DEMO_PASSWORD, seedDemo } from './seed-demo.js';

describe('the named cast', () => {
  it('has twelve products a shop, each drawn, and numbers that can be nobody’s', () => {
    expect(DEMO_CAST.map(({ products }) => products.length)).toEqual([12, 12, 12, 12, 12]);
    for (const shop of DEMO_CAST) {
      expect(isSiret(shop.siret)).toBe(true);
      expect(shop.siret).toMatch(/^000/);
      expect(shop.phone).toMatch(/^02 61 91 \d\d \d\d$/);
      expect(tradeByCode(shop.trade)).not.toBeNull();
      const pictures = shop.products.map(({ name, drawing }) => drawingSvg(name, drawing));
      expect(new Set(pictures).size).toBe(12);
      expect(pictures.join('')).not.toMatch(/NaN|undefined/);
    }
  });

  it('sells in every way: sizes, one piece, on order, sold out', () => {
    const products = DEMO_CAST.flatMap((shop) => shop.products);
    expect(new Set(products.map(({ name }) => name)).size).toBe(60);
    for (const shop of DEMO_CAST) {
      const stocks = shop.products.map(({ stock }) => stock);
      expect(stocks).toContain('untracked');
      expect(stocks).toContain(0);
      expect(shop.products.some(({ others }) => others)).toBe(true);
    }
    expect(products.filter(({ stock }) => stock === 'single')).toHaveLength(4);
  });
});

describe('seed demo, in Brittany', () => {
  let database: TestDatabase;
  let app: INestApplicationContext;
  let dataDir: string;

  beforeAll(async () => {
    database = await testDatabase();
    dataDir = await mkdtemp(path.join(tmpdir(), 'devanture-seed-'));
    const env = { DATABASE_URL: database.adminUrl, APP_SECRET: 'a secret of the test', DATA_DIR: dataDir };
    const settings = loadSettings({ ...env, DATABASE_POOL: '5', REGION_CODE: '53' });
    app = await NestFactory.createApplicationContext(ConsoleModule.forRoot(settings), { logger: ['error'] });
  }, 60_000);

  afterAll(async () => {
    await app.close();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('opens the shop in a commune of the region, once', async () => {
    const cast = [fleursMartin(3)];
    const first = await seedDemo(app, cast);
    expect(first).toMatchObject({ shops: 1, products: 3 });
    expect(first.orders).toBeGreaterThan(0);
    expect(await seedDemo(app, cast)).toMatchObject({ shops: 1, products: 0, orders: 0 });
    const address = await app.get(ShopDirectory, { strict: false }).resolve('fleurs-martin');
    await asShop(address!.shopId, async () => {
      const shop = await app.get(Shops, { strict: false }).current();
      expect(shop).toMatchObject({ name: 'Fleurs Martin', state: 'open', communeInsee: '35238', postcode: '35000' });
      const orders = await app.get(OrderBook, { strict: false }).board();
      expect(orders.map(({ status }) => status)).toContain('ready');
    });
  }, 60_000);

  it('lets everybody sign in', async () => {
    const people = app.get(People, { strict: false });
    const roles = new Map<string, string[]>();
    for (const email of ['region@demo.test', 'cci@demo.test', 'martin@demo.test']) {
      const { personId } = await people.withPassword(email, DEMO_PASSWORD, '127.0.0.1');
      const memberships = await app.get(Memberships, { strict: false }).ofPerson(personId);
      roles.set(
        email,
        memberships.map(({ role }) => role),
      );
    }
    expect(Object.fromEntries(roles)).toEqual({
      'region@demo.test': ['region_admin'],
      'cci@demo.test': ['initiative_agent'],
      'martin@demo.test': ['owner'],
    });
  });
});

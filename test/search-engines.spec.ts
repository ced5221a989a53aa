import { setTimeout as wait } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import pg from 'pg';
import { Clock } from '#libs/kernel';
import { loadSettings, PlatformModule } from '#libs/platform';
import { endOfDay, MemoryFeed, Search, type SearchAnswer, SearchModule, type SearchQuery } from '#libs/search';
import { TenancyModule } from '#libs/tenancy';
import { Random } from '../apps/console/src/scale/random.js';
import { inventWords } from '../apps/console/src/scale/words.js';
import { seedScale } from '../apps/console/src/seed-scale.js';
import { MemoryEngine } from '../libs/search/src/memory/memory-engine.service.js';
import { type TestDatabase, testDatabase } from './support/database.js';

const SHOPS = 60;
const PRODUCTS = 12;
const SEED = Number(process.env['SEED'] ?? 3);
const QUERIES = Number(process.env['ENGINE_QUERIES'] ?? 150);

/** Candidates that the database ranks. */
const RANKED_BY_BOTH = 200;

/** Random questions of every kind, over words as frequent as they are in titles. */
function* questions(): Generator<SearchQuery> {
  const random = new Random(SEED);
  const words = inventWords(SEED);
  const nouns = ['rose', 'collier', 'jouet', 'livre', 'robe', 'chaussures', 'lampe', 'miel', 'pain', 'savon'];
  const word = (): string => (random.below(2) ? random.pick(nouns) : random.zipf(words));
  const some = <T>(share: number, value: T): T | undefined => (random.below(100) < share ? value : undefined);
  for (let i = 0; i < QUERIES; i++) {
    const typed = [word(), ...(random.below(2) ? [word()] : [])].join(' ');
    const kinds = [typed, typed.slice(0, 4), `${typed.slice(0, 3)}${typed.slice(4)}`, `${word()} Tours`, ''];
    const query: SearchQuery = {
      q: random.pick(kinds),
      category: some(20, random.pick(['fleurs', 'jouets', 'bijoux'])),
      commune: some(20, random.pick(['37261', '18033', '45234'])),
      priceMin: some(15, 1000),
      priceMax: some(15, 3000),
      collectableBefore: some(25, endOfDay(random.below(3))),
      openNow: some(10, true),
      kind: some(15, random.pick(['product', 'shop'] as const)),
      sort: some(25, random.pick(['price', 'newest', 'distance'] as const)),
    };
    yield { ...query, radiusKm: query.commune ? some(60, random.pick([10, 30, 80])) : undefined };
  }
}

describe('the copy of the index in memory', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let admin: pg.Client;

  beforeAll(async () => {
    Clock.freeze('2026-11-24T09:00:00Z');
    database = await testDatabase();
    const settings = loadSettings({ DATABASE_URL: database.adminUrl, APP_SECRET: 'a secret of the test' });
    const imports = [PlatformModule.forRoot(settings), TenancyModule, SearchModule];
    module = await Test.createTestingModule({ imports }).compile();
    await module.init();
    await seedScale(module, { shops: SHOPS, products: PRODUCTS, seed: SEED });
    admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
  }, 120_000);

  afterAll(async () => {
    Clock.freeze(null);
    await admin.end();
    await module.close();
    await database.drop();
  });

  const answers = async (asked: readonly SearchQuery[]): Promise<SearchAnswer[]> => {
    const found: SearchAnswer[] = [];
    for (const query of asked) found.push(await module.get(Search).search(query));
    return found;
  };

  it('shows each result once, page by page, as the database does', async () => {
    const asked: SearchQuery[] = [
      {},
      { kind: 'product' },
      { kind: 'product', commune: '37261', radiusKm: 200 },
      { kind: 'product', lat: 47.4, lon: 0.7, radiusKm: 200 },
      { sort: 'price' },
    ];
    const all = async (query: SearchQuery, perPage: number): Promise<string[]> => {
      const pages: string[] = [];
      for (let page = 1; ; page++) {
        const { results } = await module.get(Search).search({ ...query, page, perPage });
        pages.push(...results.map(({ kind, id }) => `${kind} ${id}`));
        if (results.length < perPage) return pages;
      }
    };
    for (const engine of ['database', 'memory']) {
      if (engine === 'memory') await module.get(MemoryFeed).catchUp();
      for (const query of asked) {
        const pages = await all(query, 50);
        expect([engine, query, pages.length > 500, new Set(pages).size]).toEqual([engine, query, true, pages.length]);
        expect([engine, query, await all(query, 30)]).toEqual([engine, query, pages]);
      }
    }
  });

  it('answers as the database does: totals, facets and the order of results', async () => {
    const asked = [...questions()];
    const byDatabase = await answers(asked);
    await module.get(MemoryFeed).catchUp();
    const byMemory = await answers(asked);
    let exact = 0;
    let ordered = 0;
    for (const [i, theirs] of byDatabase.entries()) {
      const own = byMemory[i]!;
      const query = asked[i]!;
      const { suggestion, widened, near } = own;
      expect({ query, suggestion, widened, near }).toEqual({
        query,
        suggestion: theirs.suggestion,
        widened: theirs.widened,
        near: theirs.near,
      });
      // Of more matches each ranks its own first ones.
      if (own.total <= RANKED_BY_BOTH || query.sort !== undefined) {
        ordered++;
        expect({ query, results: own.results }).toEqual({ query, results: theirs.results });
      }
      if (!theirs.totalIsExact || theirs.facetsAreSampled) continue;
      exact++;
      expect({ query, total: own.total, facets: own.facets }).toEqual({
        query,
        total: theirs.total,
        facets: theirs.facets,
      });
    }
    expect(ordered).toBeGreaterThan(QUERIES / 2);
    expect(exact).toBeGreaterThan(QUERIES / 2);
    expect(byMemory.filter(({ total }) => total > 0).length).toBeGreaterThan(QUERIES / 2);
  });

  it('sees what a transaction changed that ended after younger ones', async () => {
    const feed = module.get(MemoryFeed);
    await feed.catchUp();
    const { rows } = await admin.query<{ shop_id: string; document_id: string }>(
      `select shop_id, document_id from search_document where kind = 'product' order by document_id limit 3`,
    );
    const [late, early, gone] = rows as [(typeof rows)[0], (typeof rows)[0], (typeof rows)[0]];
    const price = 'update search_document set price_cents = $3 where shop_id = $1 and document_id = $2';
    const priced = async (cents: number): Promise<number> =>
      (await module.get(Search).search({ priceMin: cents, priceMax: cents, kind: 'product' })).total;
    const slow = new pg.Client({ connectionString: database.adminUrl });
    await slow.connect();
    await slow.query('begin');
    await slow.query(price, [late.shop_id, late.document_id, 77_701]);
    await slow.query('delete from search_document where shop_id = $1 and document_id = $2', [
      gone.shop_id,
      gone.document_id,
    ]);
    await admin.query(price, [early.shop_id, early.document_id, 77_702]);
    await feed.catchUp();
    expect([await priced(77_701), await priced(77_702)]).toEqual([0, 1]);
    const before = (await module.get(Search).search({ kind: 'product' })).total;
    await slow.query('commit');
    await slow.end();
    await feed.catchUp();
    Clock.freeze('2026-11-24T09:00:01Z');
    expect([await priced(77_701), await priced(77_702)]).toEqual([1, 1]);
    expect((await module.get(Search).search({ kind: 'product' })).total).toBe(before - 1);
  });

  it('says once that the database is away, answers with what it has, and follows again', async () => {
    const feed = module.get(MemoryFeed);
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    await feed.start();
    const read = jest.spyOn(feed['tenancy'], 'replicaRead').mockRejectedValue(new Error('the database is away'));
    await wait(600);
    expect(read.mock.calls.length).toBeGreaterThan(2);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(feed.state?.documents).toBeGreaterThan(0);
    read.mockRestore();
    await admin.query(`update search_document set price_cents = 77703 where kind = 'product'
      and document_id = (select min(document_id::text)::uuid from search_document where kind = 'product')`);
    await wait(600);
    expect((await module.get(Search).search({ priceMin: 77_703, priceMax: 77_703, kind: 'product' })).total).toBe(1);
    warn.mockRestore();
  });

  it('holds after many changes what a fresh copy holds', async () => {
    const feed = module.get(MemoryFeed);
    const random = new Random(SEED + 1);
    for (let turn = 0; turn < 10; turn++) {
      const [row] = (
        await admin.query<{ shop_id: string; document_id: string }>(
          `select shop_id, document_id from search_document where kind = 'product' order by md5(document_id::text || $1) limit 1`,
          [String(turn)],
        )
      ).rows;
      const key = [row!.shop_id, row!.document_id];
      const change = random.below(4);
      if (change === 0) await admin.query('delete from search_document where shop_id = $1 and document_id = $2', key);
      else if (change === 1)
        await admin.query(
          `update search_document set title = 'Zinnia', title_key = ' zinnia ', vector = vector || search_words('Zinnia') where shop_id = $1 and document_id = $2`,
          key,
        );
      else if (change === 2)
        await admin.query(
          'update search_document set available = not available where shop_id = $1 and document_id = $2',
          key,
        );
      else await admin.query(`update search_shop set pickup_starts = '{}' where shop_id = $1`, [row!.shop_id]);
      if (random.below(2)) await feed.catchUp();
    }
    await feed.catchUp();
    const asked = [...questions()].slice(0, 40).concat({ q: 'zinnia' }, {}, { sort: 'newest' });
    const followed = await answers(asked);
    const fresh = new MemoryFeed(feed['tenancy'], module.get(MemoryEngine));
    await fresh.catchUp();
    expect(await answers(asked)).toEqual(followed);
  });
});

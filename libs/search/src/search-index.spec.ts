import { Clock } from '#libs/kernel';
import { asShop } from '#libs/tenancy';
import { bruteSlots } from '../../../test/support/brute-slots.js';
import { randomShopRules, writeShopRules } from '../../../test/support/random-shop-rules.js';
import { SearchRegion } from '../../../test/support/search-region.js';
import { Reindex, type SearchAnswer, SearchIndex, type SearchQuery } from './index.js';
import { SearchRefresh } from './search-refresh.job.js';

/** Not the last slot of its day: where that one is full, the next day comes in with the next look of `search.upkeep`. */
const isFollowed = (start: number, at: number, starts: number[]): boolean =>
  at + 1 < starts.length && starts[at + 1]! - start < 8 * 3_600_000;

/** Random shops: `SLOT_SHOPS=500` asks for more. */
const SHOPS = Number(process.env['SLOT_SHOPS'] ?? 12);

describe.each(['database', 'memory'] as const)('search index, answered by the %s', (engine) => {
  let region: SearchRegion;

  const find = (q: string, more: SearchQuery = {}): Promise<SearchAnswer> => region.find(q, more);
  const titles = (q: string, more: SearchQuery = {}): Promise<string[]> => region.titles(q, more);

  beforeAll(async () => {
    region = await SearchRegion.open(engine);
  }, 60_000);

  afterAll(() => region.close());

  it('follows each change: new, renamed, unpublished, shop paused, shop gone', async () => {
    const shopId = region.idOf('jouets-lucie');
    const productId = await region.addProduct(shopId, 'Kaléidoscope');
    const refresh = region.module.get(SearchRefresh);
    const changed = () =>
      asShop(shopId, () => refresh.handle({ shopId, type: 'product.changed', productIds: [productId] }));
    const set = (sql: string) => asShop(shopId, () => region.tenancy.shopTransaction((tx) => tx.query(sql)));
    await changed();
    expect(await titles('kaleidoscope')).toEqual(['Kaléidoscope']);
    expect(await titles('kaléidoscop')).toEqual(['Kaléidoscope']);
    await set(`update product set published = false where product_id = '${productId}'`);
    await changed();
    expect(await titles('kaleidoscope')).toEqual([]);
    expect((await find('puzzle')).facets.category).toEqual([{ value: 'jouets', label: 'Jeux et jouets', count: 1 }]);
    await set(`update shop set state = 'paused'`);
    await asShop(shopId, () => refresh.handle({ shopId, type: 'shop.changed' }));
    expect(await titles('puzzle')).toEqual([]);
    expect((await find('jouets lucie')).results.map((result) => result.kind)).toEqual(['shop']);
    await set(`update shop set state = 'withdrawn'`);
    await refresh.handle({ shopId: null, type: 'shop.changed', shopIds: [shopId] });
    expect((await find('lucie')).results).toEqual([]);
    await set(`update shop set state = 'open'`);
    await asShop(shopId, () => refresh.handle({ shopId, type: 'shop.changed' }));
    expect(await titles('puzzle')).toEqual(['Puzzle de bois']);
  });

  it('says of every shop exactly what its slot list says, now and later without a refresh', async () => {
    const shopId = region.idOf('bijoux-nadia');
    const begin = Clock.now();
    const index = region.module.get(SearchIndex);
    const isFound = async (at: number): Promise<boolean> =>
      (await titles('bracelet', { collectableBefore: new Date(at).toISOString() })).length === 1;
    for (let seed = 1; seed <= SHOPS; seed++) {
      const now = begin.add({ minutes: (seed * 97) % 1440 });
      Clock.freeze(now.toString());
      const rules = randomShopRules(seed, now);
      const full = seed % 3 === 0 ? bruteSlots(rules).slots.slice(0, 2).filter(isFollowed) : [];
      await writeShopRules(region.tenancy, shopId, rules, full);
      await asShop(shopId, () => index.refreshAvailability());
      for (const later of [0, 45, 200]) {
        const then = now.add({ minutes: later });
        Clock.freeze(then.toString());
        const { slots, until } = bruteSlots({ ...rules, now: then });
        const free = slots.filter((start) => !full.includes(start));
        const first = free[0] ?? null;
        const said = (await find('bracelet', { kind: 'product' })).results[0]?.collectableFrom ?? null;
        // What begins beyond the days that are walked minute by minute is not judged.
        const isWalked = said !== null && Date.parse(said) + rules.settings.slotMinutes * 60_000 <= until;
        const seen = isWalked ? said : null;
        const horizon = then.epochMilliseconds + 7 * 86_400_000;
        expect([seed, later, first && (await isFound(first)), first && (await isFound(first - 1))]).toEqual([
          seed,
          later,
          first && true,
          first && false,
        ]);
        expect([seed, later, seen]).toEqual([seed, later, first && new Date(first).toISOString()]);
        if (first === null) expect([seed, await isFound(horizon)]).toEqual([seed, false]);
      }
    }
    Clock.freeze(begin.toString());
  }, 600_000);

  it('knows at which minute a door opens and closes', async () => {
    const shopId = region.idOf('chaussures-du-berry');
    await asShop(shopId, () => region.module.get(SearchIndex).refreshAvailability());
    const begin = Clock.now();
    const isOpen = async (at: string): Promise<boolean> => {
      Clock.freeze(at);
      return (await titles('chaussons', { openNow: true })).length === 1;
    };
    expect([await isOpen('2026-11-23T17:59:59Z'), await isOpen('2026-11-23T18:00:00Z')]).toEqual([true, false]);
    expect([await isOpen('2026-11-24T07:59:59Z'), await isOpen('2026-11-24T08:00:00Z')]).toEqual([false, true]);
    Clock.freeze(begin.toString());
  });

  it('refuses to write the copy of another shop', async () => {
    const steal = asShop(region.idOf('bijoux-nadia'), () =>
      region.tenancy.shopTransaction((tx) =>
        tx.query(
          `insert into search_document select $1, gen_random_uuid(), kind, title, handle, price_cents, price_varies, available,
             photo, pickup_starts, lat, lon, score, tier, vector, created_at from search_document where kind = 'product' limit 1`,
          [region.idOf('fleurs-martin')],
        ),
      ),
    );
    await expect(steal).rejects.toThrow('row-level security');
    const touched = await asShop(region.idOf('bijoux-nadia'), () =>
      region.tenancy.shopTransaction((tx) =>
        tx.query(`update search_document set title = 'x' where shop_id = $1`, [region.idOf('fleurs-martin')]),
      ),
    );
    expect(touched[1]).toBe(0);
  });

  it('rebuilds without an empty moment', async () => {
    const seen: number[] = [];
    const answer = await region.module.get(Reindex).run(async () => {
      seen.push((await find('rose', { kind: 'product' })).total);
    });
    expect(answer).toEqual({ shops: 7 });
    expect(new Set(seen)).toEqual(new Set([5]));
  });

  it('uses the index of a tier as the application role', async () => {
    const plan = await region.tenancy.publicTransaction(async (tx) => {
      await tx.query('set local enable_seqscan = off');
      return tx.query<{ 'QUERY PLAN': string }[]>(
        `explain select 1 from search_document where tier = 1 and vector @@ 'rose'::tsquery`,
      );
    });
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('Bitmap Index Scan on search_document_tier_1');
  });
});

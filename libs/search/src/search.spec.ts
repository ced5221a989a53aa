import { Test, type TestingModule } from '@nestjs/testing';
import { Clock, InvalidInputError, newId } from '#libs/kernel';
import { loadSettings, PlatformModule } from '#libs/platform';
import { asShop, Tenancy, TenancyModule } from '#libs/tenancy';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import {
  PublicShops,
  Reindex,
  Search,
  type SearchAnswer,
  SearchIndex,
  SearchModule,
  type SearchQuery,
  Suggestions,
  UnknownPlaceError,
} from './index.js';
import { SearchRefresh } from './search-refresh.job.js';

interface ShopSpec {
  slug: string;
  name: string;
  trade: string;
  commune: string;
  state?: string;
  products?: string[];
}

/** Invented shops; the communes are real: Loches, Beaulieu-lès-Loches (4 km), Perrusson (4 km), Tours (35 km), Bourges. */
const CAST: ShopSpec[] = [
  {
    slug: 'fleurs-martin',
    name: 'Fleurs Martin',
    trade: 'fleurs',
    commune: '37132',
    products: [
      'Bouquet de roses rouges',
      'Rose éternelle',
      'Couronne de l’Avent',
      'Œillets d’Inde',
      'Orchidée blanche',
    ],
  },
  {
    slug: 'fleurs-de-beaulieu',
    name: 'Fleurs de Beaulieu',
    trade: 'fleurs',
    commune: '37020',
    products: ['Rose ancienne en pot', 'Bouquet champêtre'],
  },
  {
    slug: 'l-atelier-de-tours',
    name: 'L’Atelier de Tours',
    trade: 'fleurs',
    commune: '37261',
    products: ['Rose blanche'],
  },
  {
    slug: 'jouets-lucie',
    name: 'Jouets Lucie',
    trade: 'jouets',
    commune: '18033',
    products: ['Jouet en bois : le train', 'Poupée de chiffon', 'Jeux de société', 'Puzzle de bois'],
  },
  {
    slug: 'bijoux-nadia',
    name: 'Bijoux Nadia',
    trade: 'bijoux',
    commune: '28085',
    products: ['Collier d’argent', 'Bijou fantaisie', 'Bracelet en or', 'Boucles d’oreilles roses'],
  },
  {
    slug: 'chaussures-du-berry',
    name: 'Chaussures du Berry',
    trade: 'chaussures',
    commune: '18033',
    products: ['Chaussures de marche', 'Chaussure de ville noire', 'Chaussons fourrés'],
  },
  {
    slug: 'boulangerie-perrin',
    name: 'Boulangerie Perrin',
    trade: 'boulangerie',
    commune: '37183',
    state: 'provisioned',
  },
];

describe('search', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let tenancy: Tenancy;
  let search: Search;
  const ids = new Map<string, string>();

  const idOf = (slug: string): string => ids.get(slug) ?? '';
  const find = (q: string, more: SearchQuery = {}): Promise<SearchAnswer> => search.search({ q, ...more });
  const titles = async (q: string, more: SearchQuery = {}): Promise<string[]> =>
    (await find(q, { kind: 'product', ...more })).results.map((result) => result.title).sort();

  async function addProduct(shopId: string, name: string, cents = 1250): Promise<string> {
    const productId = newId();
    await asShop(shopId, () =>
      tenancy.shopTransaction(async (tx) => {
        await tx.query(
          `insert into product (shop_id, product_id, handle, name, published) values ($1, $2::uuid, 'p-' || $2::uuid, $3, true)`,
          [shopId, productId, name],
        );
        await tx.query(
          `insert into variant (shop_id, variant_id, product_id, price_cents, on_hand) values ($1, $2, $3, $4, 3)`,
          [shopId, newId(), productId, cents],
        );
      }),
    );
    return productId;
  }

  async function addShop(spec: ShopSpec): Promise<string> {
    const shopId = newId();
    await asShop(shopId, () =>
      tenancy.shopTransaction(async (tx) => {
        await tx.query(
          `insert into shop (shop_id, state, name, trade, commune_insee, theme, order_prefix)
           values ($1, $2, $3, $4, $5, 'marche', 'TE')`,
          [shopId, spec.state ?? 'open', spec.name, spec.trade, spec.commune],
        );
        await tx.query('insert into shop_address (slug, shop_id) values ($1, $2)', [spec.slug, shopId]);
        for (const day of [1, 2, 3, 4, 5, 6])
          await tx.query(`insert into opening_hours values ($1, $2, '09:00', '19:00')`, [shopId, day]);
      }),
    );
    for (const name of spec.products ?? []) await addProduct(shopId, name);
    return shopId;
  }

  beforeAll(async () => {
    Clock.freeze('2026-11-23T11:00:00Z');
    database = await testDatabase();
    const settings = loadSettings({ DATABASE_URL: database.adminUrl, APP_SECRET: 'a secret of the test' });
    module = await Test.createTestingModule({
      imports: [PlatformModule.forRoot(settings), TenancyModule, SearchModule],
    }).compile();
    await module.init();
    tenancy = module.get(Tenancy);
    search = module.get(Search);
    for (const spec of CAST) ids.set(spec.slug, await addShop(spec));
    await module.get(SearchRefresh).handle({ shopId: null, type: 'shop.changed', shopIds: [...ids.values()] });
    await module.get(SearchIndex).recountWords();
  }, 60_000);

  afterAll(async () => {
    Clock.freeze(null);
    await module.close();
    await database.drop();
  });

  it.each([
    [
      'rose',
      ['Boucles d’oreilles roses', 'Bouquet de roses rouges', 'Rose ancienne en pot', 'Rose blanche', 'Rose éternelle'],
    ],
    [
      'ROSES',
      ['Boucles d’oreilles roses', 'Bouquet de roses rouges', 'Rose ancienne en pot', 'Rose blanche', 'Rose éternelle'],
    ],
    ['orchidee', ['Orchidée blanche']],
    ['orchidées', ['Orchidée blanche']],
    ['l’avent', ['Couronne de l’Avent']],
    ["couronne d'avent", ['Couronne de l’Avent']],
    ['oeillet', ['Œillets d’Inde']],
    ['bijou', ['Bijou fantaisie', 'Boucles d’oreilles roses', 'Bracelet en or', 'Collier d’argent']],
    ['jeu', ['Jeux de société', 'Jouet en bois : le train', 'Poupée de chiffon', 'Puzzle de bois']],
    ['jouets en bois', ['Jouet en bois : le train', 'Puzzle de bois']],
    ['bouquet rouge', ['Bouquet de roses rouges']],
    ['le la les', []],
  ])('understands « %s »', async (q, expected) => {
    if (expected.length === 0) expect((await find(q)).total).toBe(19 + 7);
    else expect(await titles(q)).toEqual(expected);
  });

  it.each([
    ['orch', ['Orchidée blanche']],
    ['brac', ['Bracelet en or']],
    ['rose anc', ['Rose ancienne en pot']],
    ['chauss', ['Chaussons fourrés', 'Chaussure de ville noire', 'Chaussures de marche']],
  ])('completes the beginning « %s »', async (q, expected) => {
    expect(await titles(q)).toEqual(expected);
    expect((await find(q)).suggestion).toBeNull();
  });

  it.each([
    ['chausure noire', 'chaussure noire', ['Chaussure de ville noire']],
    ['orquidee', 'orchidée', ['Orchidée blanche']],
    ['bracelt', 'bracelet', ['Bracelet en or']],
    ['colier argant', 'collier argent', ['Collier d’argent']],
    ['pouppée', 'poupée', ['Poupée de chiffon']],
  ])('corrects « %s » to « %s »', async (q, suggestion, expected) => {
    expect(await titles(q)).toEqual(expected);
    expect((await find(q)).suggestion).toBe(suggestion);
  });

  it('finds a shop by its name, its trade and a misspelled trade', async () => {
    for (const q of ['perrin', 'boulangerie', 'boulanjerie', 'boulanger perusson']) {
      const { results } = await find(q);
      expect(results[0]).toMatchObject({
        kind: 'shop',
        title: 'Boulangerie Perrin',
        price: null,
        collectableFrom: null,
      });
    }
    expect((await find('fleuriste loches')).results[0]).toMatchObject({ kind: 'shop', title: 'Fleurs Martin' });
  });

  it('finds nothing for unknown words, and says so with empty facets', async () => {
    expect(await find('xylophonique rose')).toEqual({
      query: 'xylophonique rose',
      total: 0,
      totalIsExact: true,
      page: 1,
      perPage: 20,
      results: [],
      facets: { category: [], commune: [] },
      suggestion: null,
      near: null,
    });
  });

  it('counts results by trade and commune, each facet without its own choice', async () => {
    const all = await find('rose', { kind: 'product' });
    expect(all.total).toBe(5);
    expect(all.facets).toEqual({
      category: [
        { value: 'fleurs', label: 'Fleurs et plantes', count: 4 },
        { value: 'bijoux', label: 'Bijoux et montres', count: 1 },
      ],
      commune: [
        { value: '37132', label: 'Loches', count: 2 },
        { value: '28085', label: 'Chartres', count: 1 },
        { value: '37020', label: 'Beaulieu-lès-Loches', count: 1 },
        { value: '37261', label: 'Tours', count: 1 },
      ],
    });
    const chosen = await find('rose', { kind: 'product', category: 'bijoux' });
    expect([chosen.total, chosen.facets.category.length, chosen.facets.commune]).toEqual([
      1,
      2,
      [{ value: '28085', label: 'Chartres', count: 1 }],
    ]);
    const two = await find('bouquet rose', { kind: 'product' });
    expect(two.facets.commune).toEqual([{ value: '37132', label: 'Loches', count: 1 }]);
  });

  it('reads the commune in the query: its own shops first, then the near ones, by distance', async () => {
    const { results, near, total } = await find('rose loches', { kind: 'product' });
    expect(near).toEqual({ insee: '37132', name: 'Loches', radiusKm: 30 });
    expect(results.map((result) => [result.shop.commune, result.shop.distanceKm])).toEqual([
      ['Loches', 0],
      ['Loches', 0],
      ['Beaulieu-lès-Loches', 3.8],
    ]);
    expect(total).toBe(3);
    expect((await find('rose près de Loches', { kind: 'product' })).results).toEqual(results);
  });

  it('measures from a commune or a point, keeps to the radius, and sorts by distance', async () => {
    const far = await find('rose', { kind: 'product', commune: '37132', radiusKm: 60, sort: 'distance' });
    expect(far.results.map((result) => result.shop.commune)).toEqual([
      'Loches',
      'Loches',
      'Beaulieu-lès-Loches',
      'Tours',
    ]);
    expect(far.results.at(-1)?.shop.distanceKm).toBeGreaterThan(30);
    const near = await find('rose', { kind: 'product', commune: '37132', radiusKm: 5 });
    expect([near.total, near.results.length]).toEqual([3, 3]);
    const point = await find('rose', { kind: 'product', lat: 47.39, lon: 0.69, sort: 'distance' });
    expect(point.results.map((result) => result.shop.commune)).toEqual([
      'Tours',
      'Loches',
      'Loches',
      'Beaulieu-lès-Loches',
      'Chartres',
    ]);
    await expect(find('rose', { commune: '75056' })).rejects.toThrow(UnknownPlaceError);
  });

  it('browses without words, by filters', async () => {
    expect((await find('', { category: 'jouets', kind: 'product' })).total).toBe(4);
    expect(await titles('', { commune: '37020' })).toEqual(['Bouquet champêtre', 'Rose ancienne en pot']);
    expect(await titles('', { category: 'fleurs', priceMax: 1000 })).toEqual([]);
    const first = await find('', { perPage: 10 });
    const third = await find('', { perPage: 10, page: 3 });
    expect([first.total, first.results.length, third.results.length]).toEqual([26, 10, 6]);
  });

  it('tells when it can be collected, and filters by it', async () => {
    const { results } = await find('orchidée');
    expect(results[0]).toMatchObject({
      title: 'Orchidée blanche',
      price: 1250,
      collectableFrom: '2026-11-23T13:00:00.000Z',
    });
    expect(await titles('orchidée', { collectableBefore: '2026-11-23T13:59:00+01:00' })).toEqual([]);
    expect(await titles('orchidée', { collectableBefore: '2026-11-23T14:00:00+01:00' })).toEqual(['Orchidée blanche']);
  });

  it('follows each change: new, renamed, unpublished, shop paused, shop gone', async () => {
    const shopId = idOf('jouets-lucie');
    const productId = await addProduct(shopId, 'Kaléidoscope');
    const refresh = module.get(SearchRefresh);
    const changed = () =>
      asShop(shopId, () => refresh.handle({ shopId, type: 'product.changed', productIds: [productId] }));
    const set = (sql: string) => asShop(shopId, () => tenancy.shopTransaction((tx) => tx.query(sql)));
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

  it('refuses to write the copy of another shop', async () => {
    const steal = asShop(idOf('bijoux-nadia'), () =>
      tenancy.shopTransaction((tx) =>
        tx.query(
          `insert into search_document select $1, gen_random_uuid(), kind, title, handle, price_cents, price_varies, available,
             photo, pickup_starts, lat, lon, score, tier, vector, created_at from search_document where kind = 'product' limit 1`,
          [idOf('fleurs-martin')],
        ),
      ),
    );
    await expect(steal).rejects.toThrow('row-level security');
    const touched = await asShop(idOf('bijoux-nadia'), () =>
      tenancy.shopTransaction((tx) =>
        tx.query(`update search_document set title = 'x' where shop_id = $1`, [idOf('fleurs-martin')]),
      ),
    );
    expect(touched[1]).toBe(0);
  });

  it('takes any text as words, never as a query', async () => {
    for (const q of [
      `' | 'any=1`,
      `rose') or 1=1 --`,
      '!rose',
      'rose:*',
      'any=1',
      '\u0000',
      '&&&',
      '((((',
      "''''",
      '\\',
      '🌹',
    ])
      await expect(find(q)).resolves.toMatchObject({ page: 1 });
    expect((await find(`' & 'kind=shop' & '`)).total).toBe(0);
    await expect(find('x'.repeat(201))).rejects.toThrow(InvalidInputError);
    await expect(find('rose', { page: 101 })).rejects.toThrow(InvalidInputError);
    await expect(search.search({ shop: 'x' } as SearchQuery)).rejects.toThrow(InvalidInputError);
  });

  it('suggests words, trades, shops and communes', async () => {
    const suggestions = module.get(Suggestions);
    expect(await suggestions.suggest('chau')).toEqual([
      { kind: 'words', label: 'chausseur', value: null },
      { kind: 'words', label: 'chaussure', value: null },
      { kind: 'words', label: 'chaussons', value: null },
      { kind: 'category', label: 'Chaussures', value: 'chaussures' },
      { kind: 'shop', label: 'Chaussures du Berry', value: 'chaussures-du-berry' },
      { kind: 'commune', label: expect.any(String), value: expect.any(String) },
      { kind: 'commune', label: expect.any(String), value: expect.any(String) },
    ]);
    expect((await suggestions.suggest('bouquet de ro')).map((each) => each.label)).toEqual([
      'bouquet rose',
      'bouquet rouges',
    ]);
    expect(await suggestions.suggest('')).toEqual([]);
  });

  it('lists shops and the products of one', async () => {
    const shops = module.get(PublicShops);
    const flowers = await shops.list({ trade: 'fleurs' });
    expect(flowers.results.map((shop) => shop.slug)).toEqual([
      'fleurs-de-beaulieu',
      'fleurs-martin',
      'l-atelier-de-tours',
    ]);
    expect(await shops.bySlug('fleurs-martin')).toMatchObject({ products: 5, commune: 'Loches', state: 'open' });
    expect((await shops.products(idOf('fleurs-martin'))).total).toBe(5);
  });

  it('rebuilds without an empty moment', async () => {
    const seen: number[] = [];
    const answer = await module.get(Reindex).run(async () => {
      seen.push((await find('rose', { kind: 'product' })).total);
    });
    expect(answer).toEqual({ shops: 7 });
    expect(new Set(seen)).toEqual(new Set([5]));
  });

  it('uses the index of a tier as the application role', async () => {
    const plan = await tenancy.publicTransaction(async (tx) => {
      await tx.query('set local enable_seqscan = off');
      return tx.query<{ 'QUERY PLAN': string }[]>(
        `explain select 1 from search_document where tier = 1 and vector @@ 'rose'::tsquery`,
      );
    });
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('Bitmap Index Scan on search_document_tier_1');
  });
});

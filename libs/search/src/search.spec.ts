import { InvalidInputError } from '#libs/kernel';
import { asShop } from '#libs/tenancy';
import { SearchRegion } from '../../../test/support/search-region.js';
import {
  PublicShops,
  type SearchAnswer,
  SearchIndex,
  type SearchQuery,
  Suggestions,
  UnknownPlaceError,
} from './index.js';

describe.each(['database', 'memory'] as const)('search, answered by the %s', (engine) => {
  let region: SearchRegion;

  const find = (q: string, more: SearchQuery = {}): Promise<SearchAnswer> => region.find(q, more);
  const titles = (q: string, more: SearchQuery = {}): Promise<string[]> => region.titles(q, more);

  beforeAll(async () => {
    region = await SearchRegion.open(engine);
  }, 60_000);

  afterAll(() => region.close());

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
  ])('understands « %s »', async (q, expected) => {
    expect(await titles(q)).toEqual(expected);
  });

  it('takes words that say nothing for none', async () => {
    expect((await find('le la les')).total).toBe(19 + 7);
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

  it('finds nothing for words that nobody knows, and says so with empty facets', async () => {
    expect(await find('xylophonique')).toEqual({
      query: 'xylophonique',
      total: 0,
      totalIsExact: true,
      page: 1,
      perPage: 20,
      results: [],
      facets: expect.objectContaining({ category: [], commune: [], distance: [], openNow: 0 }),
      facetsAreSampled: false,
      suggestion: null,
      widened: null,
      near: null,
    });
  });

  it('looks with fewer words, or farther, where nothing else is found, and says so', async () => {
    const fewer = await find('xylophonique rose', { kind: 'product' });
    expect([fewer.total, fewer.widened]).toEqual([5, { words: true }]);
    const farther = await find('puzzle', { commune: '37132', radiusKm: 10 });
    expect([farther.results.map(({ title }) => title), farther.widened]).toEqual([
      ['Puzzle de bois'],
      { radiusKm: null },
    ]);
    const near = await find('rose blanche', { commune: '37132', radiusKm: 10 });
    expect([near.results[0]?.title, near.widened]).toEqual(['Rose blanche', { radiusKm: 50 }]);
  });

  it('knows communes by their earlier names', async () => {
    const { near } = await find('rose Laverdines');
    expect(near).toMatchObject({ insee: '18023', name: 'Baugy' });
  });

  it('counts results by trade and commune, each facet without its own choice', async () => {
    const all = await find('rose', { kind: 'product' });
    expect(all.total).toBe(5);
    expect(all.facets).toMatchObject({
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
    expect(all.facets).toMatchObject({
      price: [
        { from: 0, below: 1000, count: 0 },
        { from: 1000, below: 2000, count: 5 },
        { from: 2000, below: 5000, count: 0 },
        { from: 5000, below: 10_000, count: 0 },
        { from: 10_000, below: null, count: 0 },
      ],
      distance: [],
      pickup: { today: 5, tomorrow: 5 },
      openNow: 5,
    });
    const near = await find('rose', { kind: 'product', commune: '37132', radiusKm: 50, priceMin: 1000, openNow: true });
    expect(near.facets.distance).toEqual([
      { km: 5, count: 3 },
      { km: 10, count: 3 },
      { km: 20, count: 3 },
      { km: 50, count: 4 },
    ]);
    expect((await find('rose', { kind: 'product', priceMax: 999 })).facets).toMatchObject({
      category: [],
      price: all.facets.price,
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
    const wide = await find('puzzle vierzon');
    expect([wide.near?.name, wide.near?.radiusKm, wide.suggestion, wide.results[0]?.title]).toEqual([
      'Vierzon',
      100,
      null,
      'Puzzle de bois',
    ]);
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
    await expect(find('', { shop: 'x' } as SearchQuery)).rejects.toThrow(InvalidInputError);
  });

  it('suggests words, trades, shops and communes', async () => {
    const suggestions = region.module.get(Suggestions);
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
    const shops = region.module.get(PublicShops);
    const flowers = await shops.list({ trade: 'fleurs' });
    expect(flowers.results.map((shop) => shop.slug)).toEqual([
      'fleurs-de-beaulieu',
      'fleurs-martin',
      'l-atelier-de-tours',
    ]);
    expect(await shops.bySlug('fleurs-martin')).toMatchObject({ products: 5, commune: 'Loches', state: 'open' });
    expect((await shops.products(region.idOf('fleurs-martin'))).total).toBe(5);
  });

  it('understands compounds written in one word or two, and mistakes that are words themselves', async () => {
    const shopId = region.idOf('jouets-lucie');
    await region.addProduct(shopId, 'Porte-clés ourson');
    await region.addProduct(shopId, 'Peluche lapin', 900, { sku: 'JL-PEL-07', ean: '3700000000017', brand: 'Lapinou' });
    await asShop(shopId, () => region.module.get(SearchIndex).refreshShop());
    for (const q of ['porte-clés', 'porteclés', 'porte clé', 'portecles', 'poret clés'])
      expect([q, await titles(q)]).toEqual([q, ['Porte-clés ourson']]);
    for (const q of [
      'JL-PEL-07',
      'jl pel 07',
      '3700000000017',
      '3 700000 000017',
      'lapinou',
      'lapinou peluche',
      'doudou',
      'doudou lapin',
    ])
      expect([q, await titles(q)]).toEqual([q, ['Peluche lapin']]);
    expect((await find('peluche', { kind: 'product' })).suggestion).toBeNull();
  });
});

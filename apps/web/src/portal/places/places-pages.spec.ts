import { Clock } from '#libs/kernel';
import { SearchIndex } from '#libs/search';
import { createShop, TUESDAY_NINE } from '../../../../../test/support/order-shop.js';
import { type TestWeb, testWeb } from '../../../../../test/support/web.js';

const EPCI = '/intercommunalites/200071587-cc-loches-sud-touraine';
const LOCHES = '37132';
/** In the same intercommunality as Loches, and in another one. */
const LIGUEIL = '37130';
const BOURGES = '18033';
const SHOPS = 30;

describe('pages of places', () => {
  let web: TestWeb;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    web = await testWeb();
    const shopIds: string[] = [];
    const made = async (slug: string, commune: string, trade: string, state = 'open') => {
      const shopId = await createShop(web, { slug, state });
      await web.tenancy.regionTransaction((tx) =>
        tx.query(
          `update shop set name = initcap(replace($2, '-', ' ')), commune_insee = $3, trade = $4, lat = 47.12 + random() / 100, lon = 0.99 where shop_id = $1`,
          [shopId, slug, commune, trade],
        ),
      );
      shopIds.push(shopId);
    };
    for (let i = 0; i < SHOPS; i++) await made(`fleurs-${String(i).padStart(2, '0')}`, LOCHES, 'fleurs');
    await made('livres-de-loches', LOCHES, 'livres');
    await made('fleurs-de-ligueil', LIGUEIL, 'fleurs');
    await made('fleurs-de-bourges', BOURGES, 'fleurs');
    await made('fleurs-fermees', LOCHES, 'fleurs', 'closed');
    await made('fleurs-suspendues', LOCHES, 'fleurs', 'suspended');
    await web.app.get(SearchIndex, { strict: false }).refreshShops(shopIds);
  }, 60_000);

  afterAll(async () => {
    Clock.freeze(null);
    await web.close();
  });

  const get = async (url: string) => {
    const { statusCode, headers, body } = await web.app.inject({ url, headers: { host: 'devanture.localhost:8080' } });
    return { status: statusCode, to: headers.location, body: body.replace(/[\u00a0\u202f]/g, ' ') };
  };
  const slugsOf = (html: string): string[] =>
    [
      ...new Set(
        [...html.matchAll(/href="http:\/\/([a-z0-9-]+)\.devanture\.localhost:8080/g)].map(([, slug]) => slug!),
      ),
    ].filter((slug) => slug !== 'gestion');
  /** Every shop of a place, page by page. */
  async function allSlugs(url: string): Promise<string[]> {
    const slugs: string[] = [];
    for (let number = 1; number < 5; number++) slugs.push(...slugsOf((await get(`${url}?page=${number}`)).body));
    return slugs.sort();
  }

  it('of a trade in a commune show its shops once each, page by page, and none that is closed, suspended or elsewhere', async () => {
    const url = `/communes/${LOCHES}-loches/fleurs`;
    const page = await get(url);
    expect(page.status).toBe(200);
    expect(page.body).toContain('<h1>Fleuristes à Loches</h1>');
    expect(page.body).toContain(`${SHOPS} boutiques`);
    const slugs = await allSlugs(url);
    expect(slugs).toEqual(Array.from({ length: SHOPS }, (_, i) => `fleurs-${String(i).padStart(2, '0')}`));
    expect(page.body).toContain(`href="/communes/${LOCHES}-loches/livres"`);
  });

  it('of an intercommunality show the shops of all its communes, and lead to them', async () => {
    const page = await get(EPCI);
    expect(page.body).toContain('communauté de communes');
    const slugs = await allSlugs(EPCI);
    expect(slugs).toHaveLength(SHOPS + 2);
    expect(slugs).toEqual(expect.arrayContaining(['fleurs-de-ligueil', 'livres-de-loches']));
    expect(slugs).not.toContain('fleurs-de-bourges');
    expect(page.body).toContain(`href="/communes/${LIGUEIL}-ligueil"`);
  });

  it('have one address each, and none for what is not there', async () => {
    expect(await get('/intercommunalites/200071587')).toMatchObject({ status: 301, to: EPCI });
    expect(await get(`/communes/${LOCHES}/fleurs`)).toMatchObject({
      status: 301,
      to: `/communes/${LOCHES}-loches/fleurs`,
    });
    for (const url of [
      '/intercommunalites/123456789-nulle-part',
      `/communes/75056-paris/fleurs`,
      `/communes/${LOCHES}-loches/licornes`,
    ])
      expect([url, (await get(url)).status]).toEqual([url, 404]);
  });

  it('say so where there is no shop, with a way on', async () => {
    const page = await get(`/communes/${BOURGES}-bourges/livres`);
    expect(page.status).toBe(200);
    expect(page.body).toContain('Aucune boutique');
  });

  it('draw their map from the territory’s own points, and ask no other host for anything', async () => {
    const { body } = await get(EPCI);
    expect(body).toContain('class="place-outline"');
    expect(body.match(/class="place-shop/g)!.length).toBeGreaterThan(0);
    const hosts = [...body.matchAll(/(?:src|href|data-[a-z]+)="(https?:\/\/[^"/]+)/g)].map(
      ([, host]) => new URL(host!).hostname,
    );
    expect(hosts.filter((host) => !host.endsWith('devanture.localhost'))).toEqual([]);
    const ground = JSON.parse((await get('/carte/fond')).body) as {
      communes: unknown[];
      outlines: unknown[];
      tiles: unknown;
    };
    expect([ground.outlines.length, ground.tiles]).toEqual([6, null]);
    expect(ground.communes.length).toBeGreaterThan(1700);
  });

  it('give the map that moves the shops of these communes alone, with nothing that is not public', async () => {
    const points = async (query: string) =>
      (JSON.parse((await get(`/carte/points?${query}`)).body) as { points: Record<string, unknown>[] }).points;
    const all = await points(`lieu=${LOCHES},${LIGUEIL}`);
    expect(all).toHaveLength(SHOPS + 2);
    expect(Object.keys(all[0]!).sort()).toEqual(['isOpen', 'lat', 'lon', 'name', 'trade', 'url']);
    expect((await points(`lieu=${LOCHES}&metier=livres`)).map(({ name }) => name)).toEqual(['Livres De Loches']);
    expect(await points(`lieu=${BOURGES}' or 1=1`)).toEqual([]);
  });
});

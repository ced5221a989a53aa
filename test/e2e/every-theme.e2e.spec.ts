import { seedDemo } from '../../apps/console/src/seed-demo.js';
import { Clock } from '#libs/kernel';
import { ShopDirectory, Shops } from '#libs/shops';
import { asShop } from '#libs/tenancy';
import { listThemes } from '#libs/themes';
import { htmlFaults } from '../support/html-faults.js';
import { fleursMartin } from '../support/live-site.js';
import { TUESDAY_NINE } from '../support/order-shop.js';
import { PageScales } from '../support/page-weight.js';
import { ShopVisitor, type VisitedPage } from '../support/shop-visitor.js';
import { type TestWeb, testWeb } from '../support/web.js';

const HOST = 'fleurs-martin.devanture.localhost:8080';
const PORTAL = 'devanture.localhost:8080';

/** Fleurs Martin wears each theme in turn; nobody has a script. */
describe('every theme', () => {
  let web: TestWeb;
  let shopId: string;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    web = await testWeb();
    await seedDemo(web.app, [fleursMartin(4)]).catch(() => seedDemo(web.app, [fleursMartin(4)]));
    shopId = (await web.app.get(ShopDirectory, { strict: false }).resolve('fleurs-martin'))!.shopId;
  }, 120_000);

  afterAll(async () => {
    await web.close();
    Clock.freeze(null);
  });

  const wear = (theme: string) => asShop(shopId, () => web.app.get(Shops, { strict: false }).update({ theme }));

  /** What is wrong with pages, by their address. */
  async function faultsOf(host: string, pages: readonly VisitedPage[]): Promise<Record<string, string[]>> {
    const scales = new PageScales(web.app, host);
    const faults: Record<string, string[]> = {};
    for (const { path, status, html } of pages) {
      const found = [...(await htmlFaults(html)), ...(await scales.faults(html))];
      if (found.length > 0) faults[`${status} ${path}`] = found;
    }
    return faults;
  }

  it.each(listThemes())('%s: from home to an order, each page valid, light and at home', async (theme) => {
    await wear(theme);
    const visitor = new ShopVisitor(web.app, HOST);
    await visitor.open('/');
    expect(visitor.page.html).toContain(`/assets/${theme}/icon-`);
    await visitor.follow(/^\/produits$/);
    await visitor.follow(/^\/produits\/[\w-]+$/);
    await visitor.send(/^\/panier/, { quantity: '1' });
    expect(visitor.page.path).toBe('/panier');
    await visitor.follow(/^\/commande$/);
    const slotId = /name="slotId"[^>]*value="([^"]+)"(?![^>]*disabled)/.exec(visitor.page.html)?.[1] ?? '';
    await visitor.send(/^\/commande$/, { name: '', email: 'anne', terms: '' });
    expect(visitor.page.status).toBe(422);
    await visitor.send(/^\/commande$/, { slotId, name: 'Anne Dupré', email: 'anne@example.fr', terms: 'yes' });
    expect(visitor.page.path).toMatch(/\/commandes\/[\w-]{22}$/);
    expect(visitor.page.html).toContain('Commande confirmée');
    await visitor.send(/\/annulation$/);
    expect(visitor.page.html).toContain('Commande annulée');
    for (const path of ['/panier', '/produits?q=zzz', '/informations', '/mentions-legales', '/conditions', '/rien'])
      await visitor.open(path);
    expect(visitor.seen.map(({ status }) => status)).toEqual([
      200, 200, 200, 200, 200, 422, 200, 200, 200, 200, 200, 200, 200, 404,
    ]);
    expect(await faultsOf(HOST, visitor.seen)).toEqual({});
  });

  it('the portal: each page valid, light and at home', async () => {
    const visitor = new ShopVisitor(web.app, PORTAL);
    const pages = ['/', '/recherche?q=bouquet&pres=Loches', '/recherche?q=zzz', '/communes/37132-loches', '/boutiques'];
    for (const path of [...pages, '/initiatives/cci', '/rien']) await visitor.open(path);
    expect(visitor.seen.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200, 404]);
    expect(await faultsOf(PORTAL, visitor.seen)).toEqual({});
  });
});

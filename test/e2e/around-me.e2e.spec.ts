import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { SearchIndex, UnmetSearches } from '#libs/search';
import { asShop } from '#libs/tenancy';
import { openBrowser } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { createShop, createVariant } from '../support/order-shop.js';
import { type TestWeb, testWeb } from '../support/web.js';

const PORT = await freePort();
const HOST = `devanture.localhost:${PORT}`;
/** Between Loches and Beaulieu; where a telephone is to the metre. */
const LOCHES = { latitude: 47.128_765_4, longitude: 0.995_432_1 };
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('around me, and the ground of the map', () => {
  let web: TestWeb;
  let browser: Browser;
  let tiles: Server;
  let asked = 0;

  beforeAll(async () => {
    tiles = createServer((_request, response) => {
      asked++;
      response.setHeader('content-type', 'image/png').end(PIXEL);
    });
    await new Promise<void>((resolve) => tiles.listen(0, '127.0.0.1', resolve));
    const tilesPort = (tiles.address() as AddressInfo).port;
    web = await testWeb({
      PUBLIC_PORT: String(PORT),
      MAP_TILES_URL: `http://127.0.0.1:${tilesPort}/{z}/{x}/{y}.png`,
      MAP_TILES_ATTRIBUTION: 'Ground <b>of the test</b>',
    });
    const shopId = await createShop(web, { slug: 'fleurs-martin' });
    await createVariant(web, shopId);
    await asShop(shopId, () => web.tenancy.shopTransaction((tx) => tx.query(`update shop set trade = 'fleurs'`)));
    await web.app.get(SearchIndex, { strict: false }).refreshShops([shopId]);
    await web.app.listen(PORT, '127.0.0.1');
    browser = await openBrowser();
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await web.close();
    tiles.close();
  }, 30_000);

  it('asks where the visitor is on request alone, and carries it to a hundred metres', async () => {
    const context = await browser.newContext({ geolocation: LOCHES, permissions: ['geolocation'], locale: 'fr-FR' });
    const page = await context.newPage();
    await page.goto(`http://${HOST}/`);
    expect(await page.locator('input[name="ici"]').count()).toBe(0);
    await page.fill('#q', 'rose');
    await page.getByRole('button', { name: 'Autour de moi' }).click();
    await page.waitForURL('**/recherche?*');
    expect(new URL(page.url()).searchParams.get('ici')).toBe('47.129,0.995');
    const text = await page.locator('main').innerText();
    expect(text).toContain('autour de vous');
    expect(text).toMatch(/À moins de 20\skm de vous/);
    expect(await page.locator('.product-grid li').count()).toBe(1);
    expect(await page.locator('.facets').textContent()).toMatch(/Distance/i);
    // A commune that is named goes before it.
    await page.fill('#pres', 'Chartres');
    await page.getByRole('button', { name: 'Chercher' }).click();
    await page.waitForURL('**pres=Chartres**');
    expect(new URL(page.url()).searchParams.get('ici')).toBeNull();
    expect(await context.cookies()).toEqual([]);
    await context.close();
  });

  it('says so when the browser does not tell', async () => {
    const context = await browser.newContext({ permissions: [] });
    const page = await context.newPage();
    await page.goto(`http://${HOST}/recherche?q=rose`);
    expect(await page.getByText('Votre position n’est pas connue').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Autour de moi' }).click();
    await page.getByText('Votre position n’est pas connue').waitFor();
    await context.close();
  });

  it('keeps the place nowhere: no cache, and unmet searches do not know it', async () => {
    const url = '/recherche?q=xylophone&ici=47.129,0.995&rayon=5';
    const answer = await web.app.inject({ url, headers: { host: HOST } });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['cache-control']).toContain('no-store');
    expect(answer.headers['set-cookie']).toBeUndefined();
    await web.app.get(UnmetSearches, { strict: false }).flush();
    const rows = await web.tenancy.regionTransaction((tx) =>
      tx.query<object[]>('select words, commune_insee, lat, lon from unmet_search where lat is null'),
    );
    expect(rows).toEqual([{ words: 'xylophone', commune_insee: '', lat: null, lon: null }]);
  });

  it('shows the pictures that the settings name, with who made them, and no other server’s', async () => {
    const page = await browser.newPage();
    await page.goto(`http://${HOST}/communes/37132-loches`);
    expect(asked).toBe(0);
    await page.locator('.place-map-open').click();
    await page.locator('.leaflet-tile-loaded').first().waitFor();
    expect(asked).toBeGreaterThan(0);
    expect(await page.locator('.leaflet-control-attribution').innerText()).toBe('Ground <b>of the test</b>');
    const { headers } = await web.app.inject({ url: '/', headers: { host: HOST } });
    const sources = /img-src ([^;]*)/.exec(String(headers['content-security-policy']))?.[1];
    expect(sources).toBe(`'self' data: http://127.0.0.1:${(tiles.address() as AddressInfo).port}`);
    await page.close();
  });
});

import { AxeBuilder } from '@axe-core/playwright';
import { NestFactory } from '@nestjs/core';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { type TestWeb, testWeb } from '../support/web.js';
import { ConsoleModule } from '../../apps/console/src/console.module.js';
import { seedDemo } from '../../apps/console/src/seed-demo.js';

const PORT = await freePort();
const HOST = `devanture.localhost:${PORT}`;
const PAGES = [
  '/',
  '/recherche',
  '/recherche?q=rose&pres=Loches',
  '/recherche?q=boukuet',
  '/recherche?q=xylofon+zzz&pres=Nullepart&type=produits',
  '/boutiques',
  '/communes/37132-loches',
  '/initiatives/cci',
];

describe('portal', () => {
  let web: TestWeb;
  let browser: Browser;

  const get = (url: string) => web.app.inject({ url, headers: { host: HOST } });
  /** The page as a browser reads it: `=` is escaped in attributes. */
  const html = async (url: string): Promise<string> => (await get(url)).body.replaceAll('&#x3D;', '=');
  const json = async (url: string) => JSON.parse((await get(url)).body) as Record<string, unknown>;

  beforeAll(async () => {
    web = await testWeb({ PUBLIC_PORT: String(PORT) });
    const context = await NestFactory.createApplicationContext(ConsoleModule.forRoot(web.settings), {
      logger: ['error'],
    });
    await seedDemo(context);
    await context.close();
    await web.app.listen(PORT, '127.0.0.1');
    browser = await openBrowser();
  }, 240_000);

  afterAll(async () => {
    await browser.close();
    await web.close();
  }, 30_000);

  async function faults(page: Page, url: string): Promise<unknown[]> {
    const response = await page.goto(`http://${HOST}${url}`);
    const isWide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    return [...found, ...(isWide ? ['wider than the screen'] : []), ...(response?.status() === 200 ? [] : ['not 200'])];
  }

  it.each([
    [360, 'light'],
    [1280, 'dark'],
  ] as const)(
    'is accessible and fits at %i pixels, %s',
    async (width, colorScheme) => {
      const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
      const page = await context.newPage();
      for (const url of PAGES) expect([url, await faults(page, url)]).toEqual([url, []]);
      await context.close();
    },
    180_000,
  );

  it('finds a rose near Loches without script, and leads to its page', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`http://${HOST}/`);
    await page.locator('#q').fill('rose');
    await page.locator('#pres').fill('loches');
    await page.getByRole('button', { name: 'Chercher' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('«\u00a0rose\u00a0» près de Loches');
    const first = page.locator('.product-card').first();
    expect(await first.locator('.product-shop').textContent()).toBe('Fleurs Martin, Loches');
    expect(await first.locator('a').getAttribute('href')).toMatch(
      /^http:\/\/fleurs-martin\.devanture\.localhost:\d+\/produits\//,
    );
    await context.close();
  }, 120_000);

  it('suggests while one types, by keyboard', async () => {
    const page = await browser.newPage();
    await page.goto(`http://${HOST}/`);
    await page.locator('#q').pressSequentially('bouq');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
    expect(await page.getByRole('option', { selected: true }).textContent()).toBe('bouquetRecherche');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/recherche?q=bouquet');
    await page.close();
  }, 120_000);

  it('says what was searched instead, and what to do when there is nothing', async () => {
    expect((await get('/recherche?q=boukuet')).body).toContain(
      'Voici les résultats pour <strong>«\u00a0bouquet\u00a0»',
    );
    const nothing = await html('/recherche?q=zzzzzz&type=produits&pres=Tours');
    expect(nothing).toContain('Rien pour cette recherche');
    expect(nothing).toContain('href="/recherche?q=zzzzzz&amp;pres=Tours"');
    expect((await get('/recherche?q=rose&pres=Nullepart')).body).toContain('n’est pas une commune de la région');
    expect((await get('/recherche?page=abc&rayon=-1&tri=x&metier=%27')).statusCode).toBe(200);
  });

  it('narrows by trade and commune with links that take themselves back', async () => {
    const page = await html('/recherche?q=bois&metier=jouets');
    expect(page).toContain('<a class="chip" href="/recherche?q=bois" aria-current="true">Jeux et jouets');
  });

  it('has one address per commune, and none for others', async () => {
    const moved = await get('/communes/37132');
    expect([moved.statusCode, moved.headers['location']]).toEqual([301, '/communes/37132-loches']);
    expect((await get('/communes/75056-paris')).statusCode).toBe(404);
    expect((await get('/initiatives/inconnue')).statusCode).toBe(404);
  });

  it('tells search engines its own pages and the sitemap of each open shop', async () => {
    expect((await get('/robots.txt')).body).toContain(`Sitemap: http://${HOST}/sitemap.xml`);
    const locations = (xml: string): string[] => [...xml.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, loc]) => loc!);
    const index = locations((await get('/sitemap.xml')).body);
    expect(index).toEqual([
      `http://${HOST}/sitemap.xml?partie=portail`,
      ...['bijoux-nadia', 'ferme-de-sologne', 'fleurs-martin', 'jouets-lucie', 'librairie-du-cher'].map(
        (slug) => `http://${slug}.${HOST}/sitemap.xml`,
      ),
    ]);
    const pages = locations((await get('/sitemap.xml?partie=portail')).body);
    expect(pages).toContain(`http://${HOST}/communes/37132-loches`);
    expect(pages).toContain(`http://${HOST}/boutiques?metier=fleurs`);
  });

  it('answers the same through the API', async () => {
    const answer = await json('/api/v1/search?q=rose&commune=37132&kind=product&perPage=1');
    expect(answer).toMatchObject({
      query: 'rose',
      results: [
        {
          kind: 'product',
          price: { amount: expect.any(Number), currency: 'EUR' },
          image: { url: expect.stringMatching(/^http:\/\/devanture\.localhost:\d+\/media\/shops\//) },
          shop: {
            slug: 'fleurs-martin',
            name: 'Fleurs Martin',
            commune: 'Loches',
            communeInsee: '37132',
            distanceKm: null,
          },
        },
      ],
    });
    expect(await json('/api/v1/suggest?q=bouq')).toEqual({
      suggestions: [{ kind: 'words', label: 'bouquet', value: null }],
    });
    const { results } = (await json('/api/v1/shops/fleurs-martin/products?perPage=1')) as {
      results: { url: string }[];
    };
    const handle = results[0]!.url.split('/').at(-1);
    expect(await json(`/api/v1/shops/fleurs-martin/products/${handle}`)).toMatchObject({
      handle,
      variants: [{ available: true }, { available: true }, { available: true }],
    });
    const statuses = await Promise.all(
      ['search?page=0', 'search?commune=75056', 'shops/inconnue', 'shops/bijoux-nadia/products/x', 'search?q=%00'].map(
        async (url) => (await get(`/api/v1/${url}`)).statusCode,
      ),
    );
    expect(statuses).toEqual([422, 422, 404, 404, 400]);
  });
});

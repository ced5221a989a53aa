import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Memberships, People } from '#libs/accounts';
import { Clock, newId } from '#libs/kernel';
import { type OrderDetails, Orders } from '#libs/orders';
import { asShop } from '#libs/tenancy';
import { openBrowser, workerReady } from '../../../../../test/support/browser.js';
import { type FlakyNetwork, flakyNetwork } from '../../../../../test/support/flaky-network.js';
import { createShop, createVariant, orderOf, TUESDAY_NINE } from '../../../../../test/support/order-shop.js';
import { type TestWeb, testWeb } from '../../../../../test/support/web.js';

const PASSWORD = 'un mot de passe assez long';

describe('the back office as an app', () => {
  let web: TestWeb;
  let browser: Browser;
  let network: FlakyNetwork;
  let office: string;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    web = await testWeb();
    network = await flakyNetwork(web.app);
    office = `http://gestion.devanture.localhost:${network.port}`;
    browser = await openBrowser();
    for (const name of ['martin', 'lucie']) await openShop(name);
  }, 60_000);

  afterAll(async () => {
    Clock.freeze(null);
    await browser?.close();
    await network?.close();
    await web?.close();
  });

  beforeEach(async () => {
    Object.assign(network.state, { isDown: false, losesAnswers: false, delayMs: 0 });
    network.rewrite.clear();
    network.arrived.length = 0;
    context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    page = await context.newPage();
  });

  afterEach(() => context.close());

  const shops = new Map<string, { shopId: string; order: OrderDetails }>();

  /** One shop with one order of « Anne martin ». */
  async function openShop(name: string): Promise<void> {
    const shopId = await createShop(web, { slug: `fleurs-${name}` });
    const person = await web.app.get(People, { strict: false }).ensure({ email: `${name}@example.fr`, name });
    await web.app.get(People, { strict: false }).setPassword(person, PASSWORD);
    const owner = { role: 'owner', shopId, initiativeId: null } as const;
    await web.app.get(Memberships, { strict: false }).grant(person.personId, owner);
    shops.set(name, { shopId, order: await place(shopId, name) });
  }

  async function place(shopId: string, name: string): Promise<OrderDetails> {
    const variantId = await createVariant(web, shopId);
    const customer = { name: `Anne ${name}`, email: 'anne@example.fr', phone: null };
    const orders = web.app.get(Orders, { strict: false });
    return (await asShop(shopId, () => orders.place(orderOf([variantId], { customer }), newId()))).order;
  }

  async function signIn(name: string): Promise<void> {
    await page.goto(`${office}/connexion`);
    await page.fill('#email', `${name}@example.fr`);
    await page.fill('#password', PASSWORD);
    await Promise.all([page.waitForURL(`${office}/`), page.click('form[action="/connexion"] button')]);
  }

  const keptPages = (): Promise<string[]> =>
    page.evaluate(`(async () => {
      const found = [];
      for (const name of await caches.keys()) {
        if (!name.startsWith('pages-')) continue;
        for (const key of await (await caches.open(name)).keys()) found.push(new URL(key.url).pathname);
      }
      return found.sort();
    })()`) as Promise<string[]>;

  const fetched = (url: string) => web.app.inject({ method: 'GET', url, headers: { host: new URL(office).host } });

  const faults = async (): Promise<string[]> =>
    (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`);

  it('can be installed: a description, pictures of the right sizes, a worker', async () => {
    await page.goto(`${office}/connexion`);
    const href = await page.getAttribute('link[rel=manifest]', 'href');
    const manifest = (await fetched(href!)).json() as Record<string, never> & {
      icons: { src: string; sizes: string; type: string; purpose?: string }[];
      shortcuts: { url: string }[];
    };
    expect(manifest).toMatchObject({
      id: '/',
      start_url: '/',
      scope: '/',
      display: 'standalone',
      theme_color: '#9a3b26',
    });
    expect(manifest.shortcuts.map(({ url }) => url)).toEqual(['/commandes', '/produits/ajout-rapide']);
    for (const { src, sizes, type } of manifest.icons) {
      const answer = await fetched(src);
      const png = answer.rawPayload;
      expect([answer.headers['content-type'], `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`]).toEqual([
        type,
        sizes,
      ]);
    }
    expect(manifest.icons.map(({ purpose }) => purpose)).toContain('maskable');
    await workerReady(page);
    const session = await context.newCDPSession(page);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    // A headless browser has no profile to install an app into.
    expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
  });

  it('shows the last board without a network, with its time, and says what is kept where it has none', async () => {
    await signIn('martin');
    await workerReady(page);
    const { order } = shops.get('martin')!;
    for (const path of ['/commandes', `/commandes/${order.orderId}`, '/produits']) await page.goto(office + path);
    network.state.isDown = true;
    await page.goto(`${office}/commandes`);
    expect(await page.locator('main').innerText()).toContain('Anne martin');
    expect(plain(await page.locator('[data-offline] .banner').innerText())).toMatch(
      /Voici ce que vous avez vu \S+ \d\d:\d\d/,
    );
    expect(await faults()).toEqual([]);
    await page.getByRole('link', { name: /Anne martin/ }).click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(`Commande ${order.number}`);
    await page.goto(`${office}/produits`);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Pas de réseau');
    expect(await page.evaluate(`getComputedStyle(document.querySelector('h1')).fontFamily`)).toContain('Fraunces');
    expect(await faults()).toEqual([]);
    network.state.isDown = false;
    await page.goto(`${office}/commandes`);
    expect(await page.locator('[data-offline]').count()).toBe(0);
  });

  it('gives the kept board when the network is too slow, and the fresh one the next time', async () => {
    await signIn('martin');
    await workerReady(page);
    await page.goto(`${office}/commandes`);
    network.state.delayMs = 7000;
    await page.goto(`${office}/commandes`);
    expect(await page.locator('[data-offline]').count()).toBe(1);
    network.state.delayMs = 0;
    await page.goto(`${office}/commandes`);
    expect(await page.locator('[data-offline]').count()).toBe(0);
  });

  it('keeps nothing after the sign-out', async () => {
    await signIn('martin');
    await workerReady(page);
    await page.goto(`${office}/commandes`);
    expect(await keptPages()).toEqual(['/commandes']);
    await page.click('.account-menu summary');
    await Promise.all([page.waitForURL(`${office}/connexion`), page.click('form[action="/deconnexion"] button')]);
    expect(await keptPages()).toEqual([]);
    network.state.isDown = true;
    const answer = await page.goto(`${office}/commandes`).catch(() => null);
    expect(answer === null ? '' : await answer.text()).not.toContain('Anne');
  });

  it('keeps nothing of one account for the next, whether the first one signed out or not', async () => {
    await signIn('martin');
    await workerReady(page);
    await page.goto(`${office}/commandes`);
    await context.clearCookies();
    await signIn('lucie');
    expect(await keptPages()).toEqual([]);
    network.state.isDown = true;
    await page.goto(`${office}/commandes`);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Pas de réseau');
    network.state.isDown = false;
    await page.goto(`${office}/commandes`);
    network.state.isDown = true;
    await page.goto(`${office}/commandes`);
    expect(await page.locator('main').innerText()).toContain('Anne lucie');
    expect(await page.locator('main').innerText()).not.toContain('Anne martin');
  });

  it('takes a new version at once and throws the old one away', async () => {
    await signIn('martin');
    await workerReady(page);
    await page.goto(`${office}/commandes`);
    const shells = (): Promise<unknown> =>
      page.evaluate(`caches.keys().then((all) => all.filter((n) => n.startsWith('shell-')))`);
    const [old] = (await shells()) as string[];
    network.rewrite.set('/sw.js', (body) => body.replace(old!.slice('shell-'.length), 'ffffffffffff'));
    await page.evaluate(`navigator.serviceWorker.getRegistration().then((found) => found.update())`);
    for (let tries = 0; tries < 50 && JSON.stringify(await shells()).includes(old!); tries++)
      await page.waitForTimeout(100);
    expect(await shells()).toEqual(['shell-ffffffffffff']);
    expect(await keptPages()).toEqual(['/commandes']);
    network.state.isDown = true;
    await page.goto(`${office}/commandes`);
    expect(await page.locator('main').innerText()).toContain('Anne martin');
  });
});

const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

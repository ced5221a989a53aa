import { AxeBuilder } from '@axe-core/playwright';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Memberships, People } from '#libs/accounts';
import { newId } from '#libs/kernel';
import { asShop } from '#libs/tenancy';
import { openBrowser } from '../../../../test/support/browser.js';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';

const PASSWORD = 'demo-devanture';

describe('the back office in a browser', () => {
  let web: TestWeb;
  let browser: Browser;
  let office: string;

  beforeAll(async () => {
    web = await testWeb({ DEMO: '1' });
    const shopId = newId();
    await asShop(shopId, () =>
      web.tenancy.shopTransaction(async (tx) => {
        await tx.query(
          `insert into shop (shop_id, state, name, trade, commune_insee, theme, order_prefix)
           values ($1, 'claimed', 'Fleurs Martin', 'fleurs', '37132', 'marche', 'FM')`,
          [shopId],
        );
        await tx.query(`insert into shop_address (slug, shop_id) values ('fleurs-martin', $1)`, [shopId]);
      }),
    );
    const people = web.app.get(People, { strict: false });
    const person = await people.ensure({ email: 'martin@demo.test', name: 'Martin' });
    await people.setPassword(person, PASSWORD);
    const owner = { role: 'owner', shopId, initiativeId: null } as const;
    await web.app.get(Memberships, { strict: false }).grant(person.personId, owner);
    await web.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = web.app.getHttpServer().address() as AddressInfo;
    office = `http://gestion.devanture.localhost:${port}`;
    browser = await openBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await web?.close();
  });

  const faultsOf = async (page: Page): Promise<string[]> => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    return violations.map(({ id, nodes }) => `${page.url()} ${id} ${nodes.map(({ html }) => html).join(' ')}`);
  };
  const open = (width: number, options: object = {}): Promise<BrowserContext> =>
    browser.newContext({ viewport: { width, height: 760 }, ...options });

  it('is signed in to by keyboard alone, and out again', async () => {
    const context = await open(360);
    const page = await context.newPage();
    await page.goto(`${office}/compte`);
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Aller au contenu');
    await page.focus('#email');
    await page.keyboard.type('martin@demo.test');
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await Promise.all([page.waitForURL(`${office}/compte`), page.keyboard.press('Enter')]);
    await page.focus('.account-menu summary');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Me déconnecter', exact: true }).focus();
    await Promise.all([page.waitForURL(`${office}/connexion`), page.keyboard.press('Enter')]);
    await page.getByRole('status').filter({ hasText: 'Vous êtes déconnecté.' }).waitFor();
    await context.close();
  }, 30_000);

  it.each([360, 1280])(
    'has no page that axe or a phone complains of, at %i px',
    async (width) => {
      const context = await open(width);
      const page = await context.newPage();
      const faults: string[] = [];
      const look = async (url: string) => {
        await page.goto(office + url);
        faults.push(...(await faultsOf(page)));
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        if (Number(overflow) > 0) faults.push(`${url} is ${String(overflow)} px too wide`);
      };
      for (const url of [
        '/connexion',
        '/connexion/lien',
        '/connexion/lien/envoye',
        '/connexion/lien/x',
        '/nulle-part',
        '/composants',
      ]) {
        await look(url);
      }
      await page.goto(`${office}/connexion`);
      await page.fill('#email', 'martin@demo.test');
      await page.fill('#password', 'wrong');
      await page.click('form[action="/connexion"] button');
      faults.push(...(await faultsOf(page)));
      await page.fill('#password', PASSWORD);
      await Promise.all([page.waitForURL(`${office}/`), page.click('form[action="/connexion"] button')]);
      for (const url of ['/', '/compte']) await look(url);
      expect(faults).toEqual([]);
      await context.close();
    },
    60_000,
  );

  it('runs nothing that is not a file of ours, and works without script', async () => {
    const context = await open(360, { javaScriptEnabled: false });
    const page = await context.newPage();
    const refused: string[] = [];
    page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));
    await page.goto(`${office}/connexion`);
    await page.fill('#email', 'martin@demo.test');
    await page.fill('#password', PASSWORD);
    await page.click('form[action="/connexion"] button');
    expect(await page.locator('h1').textContent()).toBe('Ma boutique');
    expect(refused).toEqual([]);
    await context.close();
  }, 30_000);
});

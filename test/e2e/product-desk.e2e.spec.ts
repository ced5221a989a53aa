import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { fleursMartin, liveSite, type LiveSite } from '../support/live-site.js';

const VIEWPORTS = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 900 } };

describe('the products of a shop at its desk', () => {
  let site: LiveSite;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    site = await liveSite([fleursMartin(4)]);
    browser = await openBrowser();
    context = await browser.newContext({ locale: 'fr-FR', viewport: VIEWPORTS.desk });
    page = await context.newPage();
    await page.goto(site.url('gestion', '/connexion'));
    await page.fill('input[name=email]', 'martin@demo.test');
    const secret = page.locator('input[name=password]');
    if ((await secret.count()) > 0) await secret.first().fill('demo-devanture');
    await page.locator('form:has(input[name=password]) button[type=submit]').first().click();
    await page.waitForURL((url) => !url.pathname.startsWith('/connexion'));
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  /** No fault of accessibility, nothing wider than the screen, on phone and desk; a picture of each where SHOTS names a folder. */
  async function looksRight(name: string): Promise<void> {
    for (const [size, viewport] of Object.entries(VIEWPORTS)) {
      await page.setViewportSize(viewport);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${name} ${size} ${id}: ${nodes[0]?.html}`)).toEqual([]);
      const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      expect([name, size, Math.max(0, overflow)]).toEqual([name, size, 0]);
      const folder = process.env['SHOTS'];
      if (folder) await page.screenshot({ path: `${folder}/${name}-${size}.png`, fullPage: true });
    }
    await page.setViewportSize(VIEWPORTS.desk);
  }

  it('changes prices with the keyboard alone, says what is wrong, and takes it back', async () => {
    await page.goto(site.url('gestion', '/produits/tableau'));
    await looksRight('tableau');
    const prices = page.locator('input[name^="price-"]');
    const typed = async () => Promise.all((await prices.all()).map((each) => each.inputValue()));
    const before = await typed();
    await prices.first().focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('99,90');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.type('dix');
    expect(await page.locator('td.is-changed').count()).toBe(2);
    await page.keyboard.press('Control+s');
    await page.locator('.error-summary').waitFor();
    expect(await prices.nth(0).inputValue()).toBe('99,90');
    expect(await prices.nth(1).inputValue()).toBe('dix');
    await looksRight('tableau-erreur');
    await page.getByRole('button', { name: 'Annuler ce qui est enregistré' }).press('Enter');
    await page.locator('.toast-success').waitFor();
    expect(await typed()).toEqual(before);
  }, 240_000);
});

import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Clock } from '#libs/kernel';
import { asShop, Tenancy } from '#libs/tenancy';
import { openBrowser } from '../support/browser.js';
import { type LiveSite, liveSite } from '../support/live-site.js';
import { type LochesShop, lochesShops } from '../support/loches.js';
import { TUESDAY_NINE } from '../support/order-shop.js';

const PHONE = { width: 360, height: 740 };
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

/** Somebody puts things aside in three shops of Loches and collects them in one walk. */
describe('one basket over several shops', () => {
  let site: LiveSite;
  let browser: Browser;
  let shops: LochesShop[];

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    site = await liveSite([]);
    shops = await lochesShops(site.app);
    await sql(shops[0]!, 'update shop set sends_texts = true');
    browser = await openBrowser();
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await site.close();
    Clock.freeze(null);
  });

  const sql = <R>(shop: LochesShop, text: string, values: unknown[] = []): Promise<R[]> =>
    asShop(shop.shopId, () => site.app.get(Tenancy, { strict: false }).shopTransaction((tx) => tx.query(text, values)));

  const orderCounts = async (): Promise<number[]> =>
    Promise.all(
      shops.map(async (shop) => (await sql<{ n: number }>(shop, 'select count(*)::int as n from shop_order'))[0]!.n),
    );

  const click = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();

  /** From a shop's product to the portal's baskets. */
  async function bring(page: Page, { slug }: LochesShop): Promise<void> {
    await page.goto(site.url(slug, '/produits'));
    await page.locator('main a[href^="/produits/"]').first().click();
    await click(page, 'Ajouter au panier');
    await page.waitForURL(site.url(slug, '/panier'));
    await click(page, 'Regrouper avec d’autres boutiques');
    if (!(page.context() as BrowserContext & { plain?: boolean }).plain) {
      await page.waitForURL(site.url(null, '/panier'));
      return;
    }
    await page.waitForURL(/\/panier\/reprise\//);
    await click(page, 'Ajouter à mes paniers');
    await page.waitForURL(site.url(null, '/panier'));
  }

  async function customer(javaScriptEnabled: boolean): Promise<{ context: BrowserContext; page: Page }> {
    const context = await browser.newContext({ javaScriptEnabled, viewport: PHONE });
    if (!javaScriptEnabled) Object.assign(context, { plain: true });
    return { context, page: await context.newPage() };
  }

  async function fillIn(page: Page, email: string): Promise<void> {
    await page.getByLabel('Prénom et nom').fill('Anne Dupré');
    await page.getByLabel('Adresse e-mail').fill(email);
    await page.getByLabel('Téléphone').fill('06 12 34 56 78');
    await page.getByLabel('Me prévenir aussi par SMS').check();
    await page.getByLabel(`Un mot pour ${shops[1]!.name}`).fill('C’est pour offrir.');
    for (const box of await page.locator('input[name^="conditions"]').all()) await box.check();
  }

  /** Nothing that axe finds, and nothing wider than the phone. */
  async function expectSound(page: Page): Promise<void> {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    const wide = '[document.documentElement.scrollWidth, document.documentElement.clientWidth]';
    const [scroll, client] = (await page.evaluate(wide)) as [number, number];
    expect(scroll).toBeLessThanOrEqual(client);
    const shots = process.env['ROUND_SHOTS'];
    if (shots) await page.screenshot({ path: `${shots}/${Date.now()}.png`, fullPage: true });
  }

  it.each([
    ['with script', true, 'anne@example.fr'],
    ['without script', false, 'karim@example.fr'],
  ])(
    'from three baskets to one round, %s',
    async (_, hasScript, email) => {
      const { context, page } = await customer(hasScript);
      const before = await orderCounts();
      for (const shop of shops) await bring(page, shop);
      expect(await page.locator('.shop-basket').count()).toBe(3);
      if (hasScript) await expectSound(page);
      await page.goto(site.url(shops[0]!.slug, '/panier'));
      await page.getByText('Votre panier est vide').waitFor();
      await page.goto(site.url(null, '/panier'));
      await page.getByRole('link', { name: 'Préparer ma tournée' }).click();
      await page.waitForURL(site.url(null, '/commande'));
      await click(page, 'Réserver dans 3 boutiques');
      expect(await page.locator('.error-summary a').count()).toBe(5);
      if (hasScript) await expectSound(page);
      await fillIn(page, email);
      const choice = page.locator('select[name^="creneau"]').last();
      const other = await choice.locator('option:not([selected])').last().getAttribute('value');
      await choice.selectOption(other);
      await click(page, 'Revoir avec ces créneaux');
      expect(await page.getByLabel('Prénom et nom').inputValue()).toBe('Anne Dupré');
      expect(
        await page
          .locator('select[name^="creneau"]')
          .evaluateAll((all) => all.map((one) => (one as unknown as { value: string }).value)),
      ).toContain(other);
      await click(page, 'Réserver dans 3 boutiques');
      await page.waitForURL(/\/tournees\/[\w-]{22}$/);
      expect(await orderCounts()).toEqual(before.map((n) => n + 1));
      const said =
        'select note, wants_texts, customer_language from shop_order order by placed_at desc, number desc limit 1';
      const notes = [null, 'C’est pour offrir.', null];
      expect((await Promise.all(shops.map((shop) => sql(shop, said)))).flat()).toEqual(
        notes.map((note) => ({ note, wants_texts: true, customer_language: 'fr' })),
      );
      expect(await page.locator('.trip-stop').count()).toBe(3);
      expect((await page.locator('.trip-leg').allInnerTexts()).map(plain)).toEqual([
        expect.stringMatching(/\d+ min à pied, \d+ m/),
        expect.stringMatching(/\d+ min à pied, \d+ m/),
      ]);
      expect(await page.locator('.round-map circle.map-stop').count()).toBe(3);
      if (hasScript) await expectSound(page);
      for (const { slug, name } of shops) {
        const mail = await site.mailTo(email, new RegExp(name));
        expect(mail.text).toContain(site.url(slug, '/commandes/'));
      }
      await page.goto(site.url(null, '/panier'));
      await page.getByText('Aucun panier pour l’instant').waitFor();
      await context.close();
    },
    120_000,
  );

  it('orders nothing when one shop sells out between page and click, says which line, and keeps the rest', async () => {
    const { context, page } = await customer(true);
    for (const shop of shops) await bring(page, shop);
    await page.goto(site.url(null, '/commande'));
    await fillIn(page, 'lea@example.fr');
    const before = await orderCounts();
    await sql(shops[1]!, 'update variant set on_hand = 0');
    await click(page, 'Réserver dans 3 boutiques');
    const notice = plain(await page.locator('.banner-warning').innerText());
    expect(notice).toMatch(/Chez Jouets Lucie, « .+ » n’est plus disponible.+Rien n’a été réservé/);
    expect(await orderCounts()).toEqual(before);
    expect(await page.getByLabel('Prénom et nom').inputValue()).toBe('Anne Dupré');
    await click(page, 'Réserver dans 2 boutiques');
    await page.waitForURL(/\/tournees\/[\w-]{22}$/);
    expect(await orderCounts()).toEqual([before[0]! + 1, before[1], before[2]! + 1]);
    await page.goto(site.url(null, '/panier'));
    await page.getByText('Épuisé depuis').waitFor();
    await sql(shops[1]!, 'update variant set on_hand = 5');
    await context.close();
  }, 120_000);

  it('refuses a hand-over that comes again, and takes a basket back to its shop', async () => {
    const { context, page } = await customer(false);
    await bring(page, shops[0]!);
    await page.goBack();
    const arrival = page.url();
    expect(arrival).toMatch(/\/panier\/reprise\//);
    expect((await page.goto(arrival))!.status()).toBe(410);
    await page.getByText('Ce panier est déjà arrivé').waitFor();
    await page.goto(site.url(null, '/panier'));
    await click(page, /Revenir à la boutique/);
    await page.waitForURL(/fleurs-martin.*\/panier\/reprise\//);
    await click(page, 'Reprendre mon panier');
    await page.waitForURL(site.url('fleurs-martin', '/panier'));
    expect(await page.locator('.basket-line').count()).toBe(1);
    await page.goto(site.url(null, '/panier'));
    await page.getByText('Aucun panier pour l’instant').waitFor();
    await context.close();
  }, 120_000);

  it('names the shop that is in the way, and goes on with what it offers', async () => {
    const { context, page } = await customer(true);
    await sql(shops[2]!, 'delete from opening_hours where weekday in (2, 3, 4, 5)');
    await sql(shops[1]!, 'delete from opening_hours where weekday not in (2, 3)');
    for (const shop of shops) await bring(page, shop);
    await page.goto(site.url(null, '/commande'));
    expect(plain(await page.locator('#blocked').innerText())).toMatch(
      /ne peut pas être rejointe à temps ces prochains jours/,
    );
    await expectSound(page);
    await page.locator('.round-ways li', { hasText: 'En deux fois' }).getByRole('button').click();
    expect(await page.locator('.trip').count()).toBe(2);
    await fillIn(page, 'paul@example.fr');
    await click(page, 'Réserver dans 3 boutiques');
    await page.waitForURL(/\/tournees\/[\w-]{22}$/);
    expect(await page.locator('.round-map').count()).toBe(2);
    await context.close();
  }, 120_000);
});

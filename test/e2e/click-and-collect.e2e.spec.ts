import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { DEMO_PASSWORD } from '../../apps/console/src/seed-demo.js';
import { Photos, Products } from '#libs/catalog';
import { Clock } from '#libs/kernel';
import { ShopDirectory } from '#libs/shops';
import { asShop } from '#libs/tenancy';
import { openBrowser } from '../support/browser.js';
import { fleursMartin, type LiveSite, liveSite } from '../support/live-site.js';
import { TUESDAY_NINE } from '../support/order-shop.js';

const ROSES = 'Bouquet de roses du jardin';

/** Runs in the browser, as a function: the page's policy lets no text be run. */
const isTurned = (): boolean => {
  const { document } = globalThis as unknown as { document: { querySelector(at: string): { scrollLeft: number } } };
  return document.querySelector('.zoom-track').scrollLeft > 0;
};
const altsOf = (images: unknown[]): string[] => images.map((image) => (image as { alt: string }).alt);

/** Somebody in Loches wants roses; Claire Martin hands them over. */
describe('click and collect', () => {
  let site: LiveSite;
  let browser: Browser;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    site = await liveSite([fleursMartin(3)]);
    browser = await openBrowser();
  }, 180_000);

  afterAll(async () => {
    await browser.close();
    await site.close();
    Clock.freeze(null);
  });

  const small = async (): Promise<number> => {
    const address = await site.app.get(ShopDirectory, { strict: false }).resolve('fleurs-martin');
    const product = await asShop(address!.shopId, () =>
      site.app.get(Products, { strict: false }).byHandle('bouquet-de-roses-du-jardin'),
    );
    return product.variants[0]!.onHand;
  };

  /** A second photo of the roses, which shows the middle size. */
  async function photographMiddleSize(): Promise<void> {
    const address = await site.app.get(ShopDirectory, { strict: false }).resolve('fleurs-martin');
    const products = site.app.get(Products, { strict: false });
    const photos = site.app.get(Photos, { strict: false });
    await asShop(address!.shopId, async () => {
      const { productId, variants } = await products.byHandle('bouquet-de-roses-du-jardin');
      const colour = { create: { width: 800, height: 600, channels: 3, background: '#c03050' } } as const;
      const { photoId } = await photos.add(productId, await sharp(colour).jpeg().toBuffer(), 'Seize tiges');
      await products.update(productId, { variants: [{ variantId: variants[1]!.variantId, photoId }] });
    });
  }

  const click = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

  async function findRoses(page: Page): Promise<void> {
    await page.goto(site.url(null));
    await page.getByLabel('Que cherchez-vous ?').fill('rose');
    await page.locator('#pres').fill('Loches');
    await click(page, 'Chercher');
    await page.getByRole('link', { name: ROSES }).click();
    await page.waitForURL(site.url('fleurs-martin', '/produits/bouquet-de-roses-du-jardin'));
    expect(plain(await page.locator('.product .availability').innerText())).toBe(
      'À retirer aujourd’hui dès 11 h, à Loches',
    );
  }

  async function reserve(page: Page, customer: { name: string; email: string }): Promise<string> {
    await click(page, 'Ajouter au panier');
    await page.waitForURL(site.url('fleurs-martin', '/panier'));
    expect(plain(await page.locator('.sum-row').innerText())).toContain('24,00 €');
    await page.getByRole('link', { name: 'Choisir un créneau' }).click();
    await click(page, 'Réserver');
    expect(await page.locator('.error-summary a').count()).toBe(4);
    await page.getByLabel('Prénom et nom').fill(customer.name);
    await page.getByLabel('Adresse e-mail').fill(customer.email);
    await page.getByText('J’accepte les conditions de vente').click();
    await click(page, 'Réserver');
    expect(await page.getByLabel('Prénom et nom').inputValue()).toBe(customer.name);
    await page.getByText('11 h 30 – 12 h', { exact: true }).first().click();
    await click(page, 'Réserver');
    await page.waitForURL(/\/commandes\/[\w-]{22}$/);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Commande confirmée');
    return (await page.locator('.ticket-code').innerText()).replace(/\s/g, '');
  }

  async function handOver(page: Page, code: string): Promise<void> {
    await page.goto(site.url('gestion', '/commandes'));
    await page.getByLabel('Adresse e-mail').fill('martin@demo.test');
    await page.getByLabel('Mot de passe').fill(DEMO_PASSWORD);
    await click(page, 'Me connecter');
    await page.waitForURL(site.url('gestion', '/commandes'));
    await page.locator('form[role=search] input').fill(code);
    await page.locator('form[role=search] button').click();
    await page.locator('.order-link').first().click();
    await page.locator('form[action$="/remise"] input[name=code]').fill(code.toLowerCase());
    await page.locator('form[action$="/remise"] button').click();
    await page.getByText('remise à').first().waitFor();
  }

  it.each([
    ['with script', true, { name: 'Anne Dupré', email: 'anne@example.fr' }],
    ['without script', false, { name: 'Karim Haddad', email: 'karim@example.fr' }],
  ])(
    'from a search near Loches to the handover, %s',
    async (_, javaScriptEnabled, customer) => {
      const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 360, height: 740 } });
      const before = await small();
      const page = await context.newPage();
      await findRoses(page);
      const code = await reserve(page, customer);
      const mail = await site.mailTo(customer.email, /./);
      expect(plain(mail.text ?? '').replace(/\s/g, '')).toContain(code);
      expect(mail.text).toContain(page.url());
      expect(await small()).toBe(before - 1);
      const merchant = await browser.newContext({ javaScriptEnabled: true });
      await handOver(await merchant.newPage(), code);
      await merchant.close();
      await page.reload();
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Commande retirée');
      expect(await page.locator('.ticket-code').count()).toBe(0);
      expect(await small()).toBe(before - 1);
      await context.close();
    },
    90_000,
  );

  it('goes by keyboard alone', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const reach = async (selector: string) => {
      for (let presses = 0; presses < 80; presses++) {
        await page.keyboard.press('Tab');
        if ((await page.locator(selector).and(page.locator(':focus')).count()) > 0) return;
      }
      throw new Error(`Tab never reaches ${selector} on ${page.url()}`);
    };
    const go = async (selector: string, to: RegExp) => {
      await reach(selector);
      await Promise.all([page.waitForURL(to), page.keyboard.press('Enter')]);
    };
    await page.goto(site.url('fleurs-martin', '/produits/bouquet-de-roses-du-jardin'));
    await go('.product-form button', /\/panier$/);
    await go('a[href="/commande"]', /\/commande$/);
    await reach('input[name=slotId]');
    await page.keyboard.press('ArrowDown');
    await reach('#name');
    await page.keyboard.type('Jeanne Moreau');
    await reach('#email');
    await page.keyboard.type('jeanne@example.fr');
    await reach('#terms');
    await page.keyboard.press('Space');
    await go('form[action="/commande"] button[type=submit]', /\/commandes\/[\w-]{22}$/);
    await reach('details:has(form[action$="/annulation"]) > summary');
    await page.keyboard.press('Enter');
    await reach('form[action$="/annulation"] button');
    await Promise.all([page.waitForLoadState('load'), page.keyboard.press('Enter')]);
    await page.getByText('Votre commande est annulée.').waitFor();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Commande annulée');
    await context.close();
  }, 120_000);

  it('shows photos large and the one of the variant that is chosen, with script and without', async () => {
    await photographMiddleSize();
    const address = site.url('fleurs-martin', '/produits/bouquet-de-roses-du-jardin');
    const alts = (page: Page) => page.locator('.gallery-link img').evaluateAll(altsOf);
    const page = await browser.newPage({ reducedMotion: 'reduce' });
    await page.goto(address);
    const face = (await alts(page))[0];
    expect(await alts(page)).toEqual([face, 'Seize tiges']);
    const dialog = page.locator('dialog.zoom');
    const link = page.locator('.gallery-link').first();
    await link.focus();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'visible' });
    expect(await dialog.locator('img').evaluateAll(altsOf)).toEqual([face, 'Seize tiges']);
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(isTurned);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await link.and(page.locator(':focus')).count()).toBe(1);
    await page.getByText('Moyen, 16 tiges').click();
    await page.locator('.gallery-photo:first-child img[alt="Seize tiges"]').waitFor();
    expect(plain(await page.locator('.product-main .price-now').innerText())).toBe('36,00 €');
    expect(new URL(page.url()).searchParams.get('variantId')).toMatch(/^[\da-f-]{36}$/);
    await page.close();
    const bare = await browser.newPage({ javaScriptEnabled: false });
    await bare.goto(address);
    await bare.getByText('Moyen, 16 tiges').click();
    await click(bare, 'Voir ce choix');
    expect(await alts(bare)).toEqual(['Seize tiges', face]);
    await bare.locator('.gallery-link').first().click();
    await bare.waitForURL(/\/media\/.*\.webp$/);
    expect(await bare.locator('img').count()).toBe(1);
    await bare.close();
  }, 150_000);

  it('is accessible on every page of the way', async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    const violations: string[] = [];
    const check = async () => {
      const report = await new AxeBuilder({ page }).analyze();
      const where = new URL(page.url()).pathname;
      violations.push(...report.violations.map((v) => `${where} ${v.id} ${v.nodes.map((n) => n.target).join(' ')}`));
    };
    for (const address of ['/', '/recherche?q=rose&pres=Loches']) {
      expect((await page.goto(site.url(null, address)))?.status()).toBe(200);
      await check();
    }
    for (const address of ['/', '/produits', '/informations', '/conditions', '/mentions-legales', '/produits/rien']) {
      await page.goto(site.url('fleurs-martin', address));
      await check();
    }
    await page.goto(site.url('fleurs-martin', '/produits/bouquet-de-roses-du-jardin'));
    await check();
    await click(page, 'Ajouter au panier');
    await check();
    await page.getByRole('link', { name: 'Choisir un créneau' }).click();
    await check();
    await click(page, 'Réserver');
    await check();
    expect(violations).toEqual([]);
    await context.close();
  }, 120_000);
});

/** Without the no-break spaces. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

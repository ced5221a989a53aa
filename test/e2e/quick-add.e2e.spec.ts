import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { Products, type ProductView } from '#libs/catalog';
import { Sheets } from '#libs/sheets';
import { asShop } from '#libs/tenancy';
import { barcodePicture, ean13 } from '../support/barcode-picture.js';
import { openBrowser } from '../support/browser.js';
import { type LiveSite, liveSite } from '../support/live-site.js';
import { type MerchantShop, merchantShop } from '../support/merchant-shop.js';

/** Shutter and « use this photo », in the camera of the telephone. */
const CAMERA_TAPS = 2;

describe('quick add on a telephone', () => {
  let site: LiveSite;
  let browser: Browser;
  let martin: MerchantShop;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    site = await liveSite([]);
    browser = await openBrowser();
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  beforeEach(async () => {
    martin = await merchantShop(site);
    ({ context, page } = await enter(martin));
  });

  afterEach(() => context.close());

  async function enter(shop: MerchantShop, options: object = {}): Promise<{ context: BrowserContext; page: Page }> {
    const viewport = { width: 360, height: 740 };
    const context = await browser.newContext({ viewport, hasTouch: true, isMobile: true, ...options });
    context.setDefaultTimeout(10_000);
    await shop.enter(context);
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error(error));
    await page.goto(site.url('gestion', '/produits/ajout-rapide'));
    return { context, page };
  }
  const ready = (page: Page) => page.locator('[data-quick][data-ready]').waitFor();
  const productsOf = (shop: MerchantShop): Promise<ProductView[]> =>
    asShop(shop.shopId, async () => {
      const products = site.app.get(Products, { strict: false });
      const { items } = await products.list({ perPage: 100 });
      return products.byIds(items.map(({ productId }) => productId));
    });
  const picture = (n: number, width = 2600, height = 1900): Promise<Buffer> =>
    sharp({ create: { width, height, channels: 3, background: { r: (n * 40) % 256, g: 120, b: 90 } } })
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toBuffer();
  const take = async (page: Page, n: number) =>
    page.locator('#photo').setInputFiles({ name: 'IMG.jpg', mimeType: 'image/jpeg', buffer: await picture(n) });
  const isFocused = (page: Page, selector: string) => page.locator(`${selector}:focus`).waitFor();
  const until = async (isTrue: () => Promise<boolean>) => {
    for (let tries = 0; tries < 1200 && !(await isTrue()); tries++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await isTrue()).toBe(true);
  };
  const counted = (page: Page, selector: string, n: number) =>
    until(async () => (await page.locator(selector).count()) === n);
  const sent = (page: Page, n: number) => counted(page, '[data-state="sent"]', n);
  const emptied = (page: Page) => until(async () => (await page.locator('#name').inputValue()) === '');

  it('takes 20 products in six taps each', async () => {
    await ready(page);
    const taps: number[] = [];
    for (let n = 1; n <= 20; n++) {
      let count = 0;
      const tap = async (selector: string) => {
        count++;
        await page.locator(selector).tap();
      };
      const chooser = page.waitForEvent('filechooser');
      await tap('#photo');
      await (await chooser).setFiles({ name: 'IMG.jpg', mimeType: 'image/jpeg', buffer: await picture(n, 900, 700) });
      count += CAMERA_TAPS;
      await isFocused(page, '#name');
      await page.keyboard.type(`Vase ${n}`);
      await tap('#price');
      await page.keyboard.type(`${n},50`);
      await tap('#onHand');
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(String(n));
      await tap('#quick-form button[type=submit]');
      taps.push(count);
      await emptied(page);
    }
    expect(Math.max(...taps)).toBeLessThanOrEqual(6);
    await sent(page, 20);
    const products = await productsOf(martin);
    const found = products.map(({ name, published, variants: [variant], photos }) => ({
      name,
      published,
      price: variant!.priceCents,
      onHand: variant!.onHand,
      photos: photos.map(({ state, width, height }) => ({ state, width, height })),
    }));
    const wanted = Array.from({ length: 20 }, (_, i) => ({
      name: `Vase ${i + 1}`,
      published: true,
      price: (i + 1) * 100 + 50,
      onHand: i + 1,
      photos: [{ state: 'ready', width: 700, height: 900 }],
    }));
    expect(found.toSorted((a, b) => a.price - b.price)).toEqual(wanted);
  }, 240_000);

  it('is accessible, by keyboard too, and leaves the screen for nothing', async () => {
    await ready(page);
    await take(page, 1);
    await isFocused(page, '#name');
    await page.locator('[data-square]').tap();
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
    await page.locator('#name').focus();
    await page.keyboard.type('Vase carré');
    await page.keyboard.press('Tab');
    await page.keyboard.type('12');
    await page.keyboard.press('Enter');
    await sent(page, 1);
    expect(new URL(page.url()).pathname).toBe('/produits/ajout-rapide');
    const [product] = await productsOf(martin);
    expect(product!.photos[0]).toMatchObject({ width: 1600, height: 1600, alt: 'Vase carré' });
    await page.locator('[data-added] [data-undo]').tap();
    await page.locator('[data-state="undone"]').waitFor();
    expect(await productsOf(martin)).toEqual([]);
  }, 120_000);

  it('keeps what was entered without a network, and sends it once', async () => {
    await ready(page);
    await context.setOffline(true);
    await take(page, 3);
    await page.locator('#name').fill('Lampe');
    await page.locator('#price').fill('40');
    await page.locator('#quick-form button[type=submit]').tap();
    await page.locator('[data-state="offline"]').waitFor();
    expect(await productsOf(martin)).toEqual([]);
    await context.setOffline(false);
    // The answer to the first try is lost on its way: the server has the product, the telephone does not know.
    await page.addInitScript({ content: LOSE_FIRST_ANSWER });
    await page.goto(site.url('gestion', '/produits/ajout-rapide'));
    await sent(page, 1);
    const products = await productsOf(martin);
    expect(products.map(({ name, photos }) => [name, photos.length])).toEqual([['Lampe', 1]]);
  }, 120_000);

  it('waits for a photo that a slow telephone still reads, and leaves the words where they are typed', async () => {
    await page.addInitScript({ content: SLOW_READING });
    await page.reload();
    await ready(page);
    await take(page, 4);
    await page.locator('#name').fill('Panier');
    await page.locator('#price').focus();
    await page.waitForTimeout(2000);
    await page.keyboard.type('12');
    expect(await page.locator('#name').inputValue()).toBe('Panier');
    await page.locator('[data-drop]').tap();
    await take(page, 6);
    await page.locator('#quick-form button[type=submit]').dblclick();
    await sent(page, 1);
    const products = await productsOf(martin);
    expect(products.map(({ name, photos }) => [name, photos.length])).toEqual([['Panier', 1]]);
    await page.waitForTimeout(2000);
    expect(await page.locator('[data-photo]').isHidden()).toBe(true);
  }, 120_000);

  it('makes drafts of several photos, completed one after the other', async () => {
    await ready(page);
    const files = await Promise.all(
      [1, 2, 3].map(async (n) => ({ name: `${n}.jpg`, mimeType: 'image/jpeg', buffer: await picture(n, 900, 700) })),
    );
    await page.locator('#photos').setInputFiles(files);
    await counted(page, '[data-drafts] [data-product]', 3);
    expect((await productsOf(martin)).map(({ name, published }) => [name, published])).toEqual(
      [1, 2, 3].map(() => ['Sans nom', false]),
    );
    await page.locator('[data-complete]').first().tap();
    for (const name of ['Bol', 'Tasse', 'Assiette']) {
      await isFocused(page, '#name');
      await page.locator('#name').fill(name);
      await page.locator('#price').fill('9');
      await page.locator('#quick-form button[type=submit]').tap();
    }
    await sent(page, 3);
    const products = await productsOf(martin);
    expect(products.map(({ handle }) => handle).sort()).toEqual(['assiette', 'bol', 'tasse']);
    expect(products.every(({ published, photos }) => published && photos[0]!.alt !== 'Sans nom')).toBe(true);
  }, 120_000);

  it('asks a second shop for no more than three fields of a known barcode', async () => {
    const ean = ean13('376012345678');
    await ready(page);
    await page.locator('#code').fill(ean);
    await page.keyboard.press('Enter');
    await page.getByText('Aucune boutique n’a encore décrit ce code-barres').waitFor();
    await take(page, 5);
    await page.locator('#name').fill('Miel de Sologne, 250 g');
    await page.locator('#price').fill('8,50');
    await page.locator('#quick-form button[type=submit]').tap();
    await sent(page, 1);
    const sheets = site.app.get(Sheets, { strict: false });
    await until(async () => (await sheets.find(ean))?.hasPhoto ?? false);
    const lucie = await merchantShop(site);
    const other = await enter(lucie);
    await ready(other.page);
    await other.page.locator('[data-scan]').tap();
    await other.page
      .locator('[data-scan-photo]')
      .setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: await barcodePicture(ean) });
    await isFocused(other.page, '#price');
    expect(await other.page.locator('#code').inputValue()).toBe(ean);
    await other.page.keyboard.type('9,20');
    await other.page.locator('#onHand').fill('6');
    await other.page.locator('#quick-form button[type=submit]').tap();
    await sent(other.page, 1);
    const [product] = await productsOf(lucie);
    expect(product).toMatchObject({
      name: 'Miel de Sologne, 250 g',
      published: true,
      variants: [{ ean, priceCents: 920, onHand: 6 }],
      photos: [{ state: 'ready', alt: 'Miel de Sologne, 250 g' }],
    });
    const [first] = await productsOf(martin);
    expect(first!.photos[0]!.photoId).not.toBe(product!.photos[0]!.photoId);
    await other.context.close();
  }, 120_000);
});

/** A photo takes a second and a half before the page can show it. */
const SLOW_READING = `
  const read = window.createImageBitmap;
  window.createImageBitmap = async (...input) => {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    return read(...input);
  };`;

/** The server has the product, the telephone does not know. */
const LOSE_FIRST_ANSWER = `
  const real = window.fetch;
  let isLost = false;
  window.fetch = async (address, options) => {
    const answer = await real(address, options);
    if (options?.method !== 'POST' || isLost) return answer;
    isLost = true;
    throw new TypeError('Failed to fetch');
  };`;

import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { Products } from '#libs/catalog';
import { asShop } from '#libs/tenancy';
import { barcodePicture, ean13 } from '../support/barcode-picture.js';
import { openBrowser } from '../support/browser.js';
import { type LiveSite, liveSite } from '../support/live-site.js';
import { merchantShop } from '../support/merchant-shop.js';

const PATH = '/produits/inventaire';

describe('the stock count', () => {
  let site: LiveSite;
  let browser: Browser;

  beforeAll(async () => {
    site = await liveSite([]);
    browser = await openBrowser();
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  it.each([
    ['with script', true],
    ['without script', false],
  ])(
    'counts one article after the other, %s',
    async (_, javaScriptEnabled) => {
      const shop = await merchantShop(site);
      const ean = ean13('376012345699');
      const products = site.app.get(Products, { strict: false });
      const here = <T>(work: () => Promise<T>): Promise<T> => asShop(shop.shopId, work);
      const { productId } = await here(() =>
        products.create({ name: 'Vase bleu', variants: [{ priceCents: 900, onHand: 5, ean }] }),
      );
      const onHand = async () => (await here(() => products.byId(productId))).variants[0]!.onHand;
      const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 360, height: 740 } });
      context.setDefaultTimeout(15_000);
      await shop.enter(context);
      const page = await context.newPage();
      await page.goto(site.url('gestion', PATH));
      if (javaScriptEnabled) {
        await page.locator('[data-counting][data-ready]').waitFor();
        await page.locator('[data-scan]').click();
        const buffer = await barcodePicture(ean);
        await page.locator('[data-scan-photo]').setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer });
        await page.waitForURL(`**${PATH}?q=${ean}`);
      } else {
        await page.locator('#q').fill(ean);
        await page.keyboard.press('Enter');
      }
      await page.getByText('Attendu : 5').waitFor();
      await page.locator('#counted').fill('deux');
      await page.getByRole('button', { name: 'Enregistrer, au suivant' }).click();
      await page.locator('#counted-error').waitFor();
      if (javaScriptEnabled) {
        expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
      }
      await page.locator('#counted').fill('3');
      await page.keyboard.press('Enter');
      await page.getByText('2 de moins qu’attendu').waitFor();
      expect(await page.locator('#q:focus').count()).toBe(1);
      expect(await onHand()).toBe(3);
      await page.locator('form[action$="/annulation"] button').click();
      await page.getByText('Ce comptage est annulé.').waitFor();
      expect(await onHand()).toBe(5);
      await context.close();
    },
    90_000,
  );
});

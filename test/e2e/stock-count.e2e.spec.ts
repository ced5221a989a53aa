import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
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

  it('reads the barcode that the camera sees, and lets go of the camera', async () => {
    const shop = await merchantShop(site);
    const ean = ean13('376012345682');
    await asShop(shop.shopId, () =>
      site.app
        .get(Products, { strict: false })
        .create({ name: 'Bougie', variants: [{ priceCents: 700, onHand: 2, ean }] }),
    );
    const film = await filmOf(await barcodePicture(ean));
    const phone = await openBrowser([
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ]);
    const context = await phone.newContext({ viewport: { width: 360, height: 740 } });
    await shop.enter(context);
    const page = await context.newPage();
    await page.goto(site.url('gestion', PATH));
    await page.locator('[data-counting][data-ready]').waitFor();
    await page.locator('[data-scan]').click();
    await page.waitForURL(`**${PATH}?q=${ean}`);
    await page.getByText('Attendu : 2').waitFor();
    expect(await page.locator('[data-scanner]').evaluate((dialog) => dialog.hasAttribute('open'))).toBe(false);
    await phone.close();
  }, 150_000);
});

/** A film for Chromium's pretended camera, 1280 x 720, in which the picture stands still: motion JPEG is one JPEG after the other. */
async function filmOf(picture: Buffer): Promise<string> {
  const frame = await sharp(picture)
    .resize(800, 400, { fit: 'contain', background: '#fff' })
    .extend({ top: 160, bottom: 160, left: 240, right: 240, background: '#fff' })
    .jpeg({ quality: 95, chromaSubsampling: '4:2:0' })
    .toBuffer();
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'devanture-film-')), 'code.mjpeg');
  await writeFile(file, Buffer.concat([frame, frame]));
  return file;
}

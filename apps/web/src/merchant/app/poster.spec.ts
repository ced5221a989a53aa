import { writeFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { contrast } from '#libs/themes';
import { openBrowser } from '../../../../../test/support/browser.js';
import { type Office, openOffice, pageFaults, shoot } from '../../../../../test/support/office.js';
import { drawingsOf, qrPicture } from '../../../../../test/support/pdf-drawing.js';
import { readQr } from '../../../../../test/support/qr-reader.js';
import { posterColours } from './poster-colours.js';
import { drawn } from '../../http/pdf-sheet.js';
import { posterPdf, type PosterText } from './poster.js';

const TEXT: PosterText = {
  name: 'Fleurs Martin',
  contact: ['12 rue Balzac', '37600 Loches', '02 47 00 00 00'],
  url: 'https://fleurs-martin.devanture.fr',
  title: 'Notre boutique est aussi en ligne',
  invitation: 'Choisissez tranquillement chez vous,\net passez quand c’est prêt.',
  scan: 'Scannez ce code',
};
const COLOURS = { accent: '#9a3b26', accentInk: '#ffffff', soft: '#f6e7dc' };

describe('the poster in the window', () => {
  it.each([
    ['a4', 210, 297],
    ['a5', 148, 210],
  ] as const)(
    'is one page of %s with its fonts inside, and its code leads to the shop',
    async (size, width, height) => {
      const pdf = await posterPdf(TEXT, COLOURS, size);
      const text = pdf.toString('latin1');
      const [, w, h] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(text)!;
      expect([w, h].map((points) => Math.round((Number(points) / 72) * 25.4))).toEqual([width, height]);
      expect(text.match(/\/Type \/Page\b/g)).toHaveLength(1);
      expect(text.match(/\/FontFile\d/g)).toHaveLength(2);
      expect(text).toContain('/Lang (fr-FR)');
      expect(await readQr(qrPicture(drawingsOf(pdf)[0]!))).toEqual([TEXT.url]);
      expect(pdf.length).toBeLessThan(100_000);
      if (process.env['SHOTS']) writeFileSync(`${process.env['SHOTS']}/poster-${size}.pdf`, pdf);
    },
  );

  it('takes the longest names and addresses', async () => {
    const long = {
      ...TEXT,
      name: 'Société coopérative des producteurs et artisans réunis du Berry et de la Sologne, maison fondée en 1893, anciennement Établissements Lefèvre-Desmoulins & Œuvre',
      contact: [
        'Zone artisanale de la Grande Prairie, bâtiment C, 12 bis rue du Général-de-Gaulle',
        '18110 Saint-Martin-d’Auxigny',
      ],
      url: 'https://la-tres-longue-adresse-d-une-boutique-de-so.centre-val-de-loire.devanture.example.fr',
    };
    const pdf = await posterPdf(long, COLOURS, 'a5');
    expect(await readQr(qrPicture(drawingsOf(pdf)[0]!))).toEqual([long.url]);
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
    if (process.env['SHOTS']) writeFileSync(`${process.env['SHOTS']}/poster-long.pdf`, pdf);
  });

  it('draws French as it is written, and leaves out what the font lacks', () => {
    expect(drawn('L’Œuvre d’été : « çà et là » – 12 €')).toBe('L’Œuvre d’été : « çà et là » – 12 €');
    expect(drawn('Fleurs 🌹 Škoda \u202f!')).toBe('Fleurs  Skoda \u00a0!');
  });

  it.each([undefined, '#fff200', '#000000', '#00ff00'])('can be read in the shop’s colours (%s)', (accent) => {
    const colours = posterColours('marche', accent ? { accent } : {});
    expect(contrast(colours.accent, '#ffffff')).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours.accentInk, colours.accent)).toBeGreaterThanOrEqual(4.5);
    if (!accent)
      expect(colours).toEqual({ accent: '#9a3b26', accentInk: '#ffffff', soft: expect.stringMatching(/^#/) as string });
  });

  describe('on its page', () => {
    let office: Office;
    let browser: Browser;

    beforeAll(async () => {
      office = await openOffice();
      browser = await openBrowser();
    }, 60_000);

    afterAll(async () => {
      await browser?.close();
      await office?.web.close();
    });

    it('comes as a PDF, also for a size that there is not', async () => {
      for (const query of ['', '?format=a5', '?format=poster']) {
        const { status, type, raw } = await office.get(`/boutique/affiche.pdf${query}`);
        expect([status, type, raw.subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-']);
      }
    });

    it.each([360, 1280])('offers ways to share, and nothing that axe complains of, at %i px', async (width) => {
      const context = await office.context(browser, { viewport: { width, height: 800 } });
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      const page = await context.newPage();
      await page.goto(`http://${office.host}/boutique/affiche`);
      expect(await pageFaults(page)).toEqual([]);
      const mail = await page.getByRole('link', { name: 'Par e-mail' }).getAttribute('href');
      expect(decodeURIComponent(mail!)).toBe(
        'mailto:?subject=Fleurs Martin&body=Commandez chez Fleurs Martin et passez quand c’est prêt\u00a0:\nhttp://fleurs-martin.devanture.localhost:8080',
      );
      expect(await page.getByRole('link', { name: 'Par SMS' }).getAttribute('href')).toMatch(/^sms:\?&body=Commandez/);
      await page.getByRole('button', { name: 'Copier le lien' }).click();
      await page.getByRole('status').filter({ hasText: 'Lien copié' }).waitFor();
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
        'http://fleurs-martin.devanture.localhost:8080',
      );
      await shoot(page, `poster-page-${width}`);
      await context.close();
    });
  });
});

import { writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { drawingsOf, qrPicture } from '../../../../../test/support/pdf-drawing.js';
import { readQr } from '../../../../../test/support/qr-reader.js';
import { bytesOf } from '../../http/pdf-sheet.js';
import { addressOf } from './invitation.mapper.js';
import { type LetterText, type OwnerLetter, WINDOW, writeLetters } from './owner-letter.js';

const TEXT: LetterText = {
  title: 'Invitations',
  sender: ['CCI de démonstration', 'Région Centre-Val de Loire'],
  logo: null,
  place: 'Le 26 novembre 2026',
  paragraphs: [
    'Bonjour,',
    'Une page présente déjà « {shop} » : {page}.',
    'Avec le code ci-dessous, vous montrez vos produits.',
  ],
  codeLabel: 'Votre code, à usage unique :',
  codeUntil: 'valable jusqu’au {until}',
  scan: 'Scannez ce carré, ou saisissez le code sur :',
  typed: '{claimUrl}',
  withdrawal: 'Pas de page ? {withdrawalUrl}',
};

const letterTo = (address: string[], code: string): OwnerLetter => ({
  address,
  shop: 'Fleurs Martin',
  page: 'fleurs-martin.devanture.fr',
  code,
  until: '26 novembre 2027',
  claimUrl: 'https://gestion.devanture.fr/prise-en-main',
  withdrawalUrl: 'https://gestion.devanture.fr/retrait?boutique=fleurs-martin',
});

async function* each<T>(items: T[]): AsyncGenerator<T> {
  yield* items;
}

/** Where texts begin on a page, in millimetres from its top left. */
const places = (drawing: string): { x: number; y: number }[] =>
  [...drawing.matchAll(/1 0 0 1 ([\d.]+) ([\d.]+) Tm/g)].map(([, x, y]) => ({
    x: (Number(x) / 72) * 25.4,
    y: 297 - (Number(y) / 72) * 25.4,
  }));

const LONG = addressOf(
  {
    name: 'Société coopérative des producteurs et artisans réunis du Berry et de la Sologne, maison fondée en 1893',
    legalName: 'Établissements Lefèvre-Desmoulins & Œuvre',
    addressLine: 'Zone artisanale de la Grande Prairie, bâtiment C, 12 bis rue du Général-de-Gaulle',
    postcode: '18110',
  },
  'Saint-Martin-d’Auxigny',
);

describe('letters to owners', () => {
  it('are a page each, with the address inside the window and a code that leads to the page', async () => {
    const letters = [
      letterTo(['Fleurs Martin', '12 rue Balzac', '37600 LOCHES'], 'K7QZ9-3M0TX'),
      letterTo(LONG, '00000-ZZZZZ'),
    ];
    const { sheet, written } = await writeLetters(TEXT, each(letters));
    const pdf = await bytesOf(sheet);
    expect(await written).toBe(2);
    if (process.env['SHOTS']) writeFileSync(`${process.env['SHOTS']}/letters.pdf`, pdf);
    const pages = drawingsOf(pdf);
    expect([pages.length, pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length]).toEqual([2, 2]);
    for (const [i, drawing] of pages.entries()) {
      expect(await readQr(qrPicture(drawing))).toEqual([`${letters[i]!.claimUrl}?code=${letters[i]!.code}`]);
      const starts = places(drawing);
      const inside = starts.filter(({ x, y }) => x >= WINDOW.left && y >= WINDOW.top && y <= WINDOW.bottom);
      expect(inside).toHaveLength(letters[i]!.address.length);
      expect(starts.filter(({ x, y }) => y > 45 && y < 90 && x < 200).length).toBe(inside.length);
    }
    expect(LONG).toHaveLength(5);
    expect(LONG.at(-1)).toBe('18110 SAINT-MARTIN-D’AUXIGNY');
  });

  it('bear the region’s logo, which stands once in the file and nowhere in the window', async () => {
    const jpeg = await sharp({ create: { width: 600, height: 160, channels: 3, background: '#9a3b26' } })
      .jpeg()
      .toBuffer();
    const logo = `data:image/jpeg;base64,${jpeg.toString('base64')}`;
    const letters = ['K7QZ9-3M0TX', '00000-ZZZZZ'].map((code) => letterTo(LONG, code));
    const { sheet } = await writeLetters({ ...TEXT, logo }, each(letters));
    const pdf = await bytesOf(sheet);
    if (process.env['SHOTS']) writeFileSync(`${process.env['SHOTS']}/letters-logo.pdf`, pdf);
    expect(pdf.toString('latin1').match(/\/Subtype \/Image\b/g)).toHaveLength(1);
    for (const drawing of drawingsOf(pdf)) {
      expect(drawing).toContain('/I1 Do');
      expect(places(drawing).filter(({ x, y }) => y > 45 && y < 90 && x < 109)).toEqual([]);
    }
  });
});

// Seconds and memory of 6,000 letters to owners as one PDF, and how many of their codes a decoder reads: npm run bench -- letters
import 'reflect-metadata';
import { type OwnerLetter, writeLetters } from '../../apps/web/src/territory/invitations/owner-letter.js';
import { drawingsOf, qrPicture } from '../support/pdf-drawing.js';
import { readQr } from '../support/qr-reader.js';

const COUNT = Number(process.argv[2] ?? 6000);
const TEXT = {
  title: 'Invitations',
  sender: ['CCI de démonstration', 'Région Centre-Val de Loire'],
  logo: null,
  place: 'Le 26 novembre 2026',
  paragraphs: Array.from(
    { length: 4 },
    () =>
      'Une page présente déjà « {shop} » sur le portail des commerces : {page}. Elle attend que vous la preniez en main, depuis un téléphone, en quelques minutes.',
  ),
  codeLabel: 'Votre code, à usage unique :',
  codeUntil: 'valable jusqu’au {until}',
  scan: 'Scannez ce carré, ou saisissez le code sur :',
  typed: '{claimUrl}',
  withdrawal: 'Pas de page ? {withdrawalUrl}',
};

const codeOf = (n: number): string => `${String(n).padStart(5, '0')}-3M0TX`;

async function* letters(): AsyncGenerator<OwnerLetter> {
  for (let i = 0; i < COUNT; i++)
    yield {
      address: [`Boutique ${i}`, `${i % 200} rue de la République`, '37600 LOCHES'],
      shop: `Boutique ${i}`,
      page: `boutique-${i}.devanture.fr`,
      code: codeOf(i),
      until: '26 novembre 2027',
      claimUrl: 'https://gestion.devanture.fr/prise-en-main',
      withdrawalUrl: `https://gestion.devanture.fr/retrait?boutique=boutique-${i}`,
    };
}

const begun = performance.now();
const before = process.memoryUsage().rss;
let most = before;
const { sheet } = await writeLetters(TEXT, letters());
const chunks: Buffer[] = [];
let bytes = 0;
for await (const chunk of sheet as AsyncIterable<Buffer>) {
  chunks.push(chunk);
  bytes += chunk.length;
  most = Math.max(most, process.memoryUsage().rss);
}
console.log(
  `${COUNT} letters in ${((performance.now() - begun) / 1000).toFixed(1)} s, ${(bytes / 1e6).toFixed(1)} MB, memory +${Math.round((most - before) / 1e6)} MB (the file itself is held here)`,
);
const pages = drawingsOf(Buffer.concat(chunks));
let read = 0;
for (const [i, page] of pages.entries()) {
  const [said] = await readQr(qrPicture(page));
  if (said?.endsWith(`?code=${codeOf(i)}`)) read++;
}
console.log(`${read} of ${pages.length} codes read`);

import path from 'node:path';
import Pdf from 'pdfkit';
import QRCode from 'qrcode';
import { projectRoot } from '#libs/platform';
import type { PosterColours } from './poster-colours.js';

/** What the poster in the window says. */
export interface PosterText {
  name: string;
  /** Postal address and telephone, one a line. */
  contact: string[];
  /** Of the shop's page, with its scheme. */
  url: string;
  title: string;
  invitation: string;
  scan: string;
}

export const POSTER_SIZES = ['a4', 'a5'] as const;
export type PosterSize = (typeof POSTER_SIZES)[number];

type Sheet = InstanceType<typeof Pdf>;

/** A4 in points; A5 is the same drawing at 1/√2. */
const WIDTH = 595.28;
const MARGIN = 48;
const INK = '#2a211b';
const MUTED = '#63564b';
const STRIPES = 9;
const QR_SIDE = 236;
/** What the embedded subset of the font draws; the rest of Unicode is left out rather than shown as boxes. */
const DRAWN = /[^\u0020-\u007e\u00a0-\u00ff\u0152\u0153\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u20ac]/gu;

const font = (file: string): string => path.join(projectRoot, 'node_modules/@fontsource/fraunces/files', file);

/** A vector PDF of one page, its fonts inside. */
export async function posterPdf(text: PosterText, colours: PosterColours, size: PosterSize): Promise<Buffer> {
  const sheet = new Pdf({
    size: size === 'a4' ? 'A4' : 'A5',
    margin: 0,
    lang: 'fr-FR',
    displayTitle: true,
    info: { Title: `${drawn(text.title)} – ${drawn(text.name)}`, Author: drawn(text.name) },
  });
  const done = bytesOf(sheet);
  sheet.registerFont('heading', font('fraunces-latin-600-normal.woff'));
  sheet.registerFont('body', font('fraunces-latin-400-normal.woff'));
  sheet.scale(sheet.page.width / WIDTH);
  drawAwning(sheet, colours);
  drawTexts(sheet, text, colours);
  drawQr(sheet, text.url);
  sheet.end();
  return done;
}

export const drawn = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll('\u202f', '\u00a0')
    .replace(DRAWN, (char) => char.normalize('NFKD').replace(DRAWN, ''))
    .trim();

/** The same awning as on the shop's pages: stripes, and a scalloped edge. */
function drawAwning(sheet: Sheet, { accent, soft }: PosterColours): void {
  const width = WIDTH / STRIPES;
  for (let i = 0; i < STRIPES; i++) {
    const left = i * width;
    sheet
      .path(`M${left} 0H${left + width}V74A${width / 2} ${width / 2} 0 0 1 ${left} 74Z`)
      .fill(i % 2 === 0 ? accent : soft);
  }
}

function drawTexts(sheet: Sheet, text: PosterText, { accent }: PosterColours): void {
  line(sheet, drawn(text.name), { font: 'heading', size: 46, top: 132, height: 112, colour: INK });
  line(sheet, text.title, { font: 'heading', size: 25, top: 252, height: 34, colour: accent });
  line(sheet, text.invitation, { font: 'body', size: 17, top: 292, height: 50, colour: INK });
  line(sheet, text.scan, { font: 'body', size: 14, top: 618, height: 20, colour: MUTED });
  const address = text.url.replace(/^https?:\/\//, '');
  line(sheet, address, { font: 'heading', size: 27, top: 646, height: 38, colour: accent });
  line(sheet, text.contact.map(drawn).join('\n'), { font: 'body', size: 14, top: 716, height: 84, colour: INK });
}

interface Line {
  font: string;
  /** Largest size, in points; smaller until it fits. */
  size: number;
  top: number;
  height: number;
  colour: string;
}

function line(sheet: Sheet, text: string, { font: name, size, top, height, colour }: Line): void {
  const width = WIDTH - 2 * MARGIN;
  const words = text.split(/[ \n]/);
  const fits = (points: number): boolean => {
    sheet.font(name, points);
    return (
      sheet.heightOfString(text, { width, align: 'center' }) <= height &&
      words.every((word) => sheet.widthOfString(word) <= width)
    );
  };
  let points = size;
  while (points > 9 && !fits(points)) points -= 1;
  const tall = sheet.font(name, points).heightOfString(text, { width, align: 'center' });
  const lower = Math.max(0, (height - tall) / 2);
  const how = { width, height, align: 'center', ellipsis: true } as const;
  sheet.fillColor(colour).text(text, MARGIN, top + lower, how);
}

/** Level Q: a quarter may be hidden by a sticker or a reflection. Four modules stay white around it. */
function drawQr(sheet: Sheet, url: string): void {
  const { modules } = QRCode.create(url, { errorCorrectionLevel: 'Q' });
  const unit = QR_SIDE / (modules.size + 8);
  const left = (WIDTH - QR_SIDE) / 2;
  const top = 366;
  sheet.roundedRect(left, top, QR_SIDE, QR_SIDE, 14).lineWidth(1.5).fillAndStroke('#ffffff', MUTED);
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column)) sheet.rect(left + (column + 4) * unit, top + (row + 4) * unit, unit, unit);
    }
  }
  sheet.fill('#000000');
}

function bytesOf(sheet: Sheet): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    sheet.on('data', (chunk: Buffer) => chunks.push(chunk));
    sheet.on('end', () => resolve(Buffer.concat(chunks)));
    sheet.on('error', reject);
  });
}

import path from 'node:path';
import Pdf from 'pdfkit';
import QRCode from 'qrcode';
import { projectRoot } from '#libs/platform';

/** A PDF on its way. */
export type Sheet = InstanceType<typeof Pdf>;

/** What the embedded subset of the font draws; the rest of Unicode is left out rather than shown as boxes. */
const DRAWN = /[^\u0020-\u007e\u00a0-\u00ff\u0152\u0153\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u20ac]/gu;

const font = (file: string): string => path.join(projectRoot, 'node_modules/@fontsource/fraunces/files', file);

/** A vector PDF with the fonts `heading` and `body` inside; `isEmpty`: pages are added one by one. */
export function newSheet(size: 'A4' | 'A5', info: { title: string; author: string }, isEmpty = false): Sheet {
  const sheet = new Pdf({
    size,
    margin: 0,
    lang: 'fr-FR',
    displayTitle: true,
    autoFirstPage: !isEmpty,
    info: { Title: info.title, Author: info.author },
  });
  sheet.registerFont('heading', font('fraunces-latin-600-normal.woff'));
  sheet.registerFont('body', font('fraunces-latin-400-normal.woff'));
  return sheet;
}

export const drawn = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll('\u202f', '\u00a0')
    .replace(DRAWN, (char) => char.normalize('NFKD').replace(DRAWN, ''))
    .trim();

/**
 * A QR code of `side` points, its four white modules included; level Q: a quarter of it may be hidden. Neighbours are one stroke. One
 * mask serves all, for choosing the best of eight takes most of the time and every decoder reads each.
 */
export function drawQr(
  sheet: Sheet,
  text: string,
  { left, top, side }: { left: number; top: number; side: number },
): void {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'Q', maskPattern: 2 });
  const unit = side / (modules.size + 8);
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (!modules.get(row, column)) continue;
      const begun = column;
      while (column + 1 < modules.size && modules.get(row, column + 1)) column++;
      sheet.rect(left + (begun + 4) * unit, top + (row + 4) * unit, (column - begun + 1) * unit, unit);
    }
  }
  sheet.fill('#000000');
}

/** All of it, once `end` was called. */
export function bytesOf(sheet: Sheet): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    sheet.on('data', (chunk: Buffer) => chunks.push(chunk));
    sheet.on('end', () => resolve(Buffer.concat(chunks)));
    sheet.on('error', reject);
  });
}

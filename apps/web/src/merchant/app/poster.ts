import { bytesOf, drawn, drawQr, newSheet, type Sheet } from '../../http/pdf-sheet.js';
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

/** A4 in points; A5 is the same drawing at 1/√2. */
const WIDTH = 595.28;
const MARGIN = 48;
const INK = '#2a211b';
const MUTED = '#63564b';
const STRIPES = 9;
const QR_SIDE = 236;
/** A vector PDF of one page, its fonts inside. */
export async function posterPdf(text: PosterText, colours: PosterColours, size: PosterSize): Promise<Buffer> {
  const title = `${drawn(text.title)} – ${drawn(text.name)}`;
  const sheet = newSheet(size === 'a4' ? 'A4' : 'A5', { title, author: drawn(text.name) });
  const done = bytesOf(sheet);
  sheet.scale(sheet.page.width / WIDTH);
  drawAwning(sheet, colours);
  drawTexts(sheet, text, colours);
  drawCode(sheet, text.url);
  sheet.end();
  return done;
}

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

/** On a white ground of its own: a sticker or a reflection may be around it. */
function drawCode(sheet: Sheet, url: string): void {
  const [left, top] = [(WIDTH - QR_SIDE) / 2, 366];
  sheet.roundedRect(left, top, QR_SIDE, QR_SIDE, 14).lineWidth(1.5).fillAndStroke('#ffffff', MUTED);
  drawQr(sheet, url, { left, top, side: QR_SIDE });
}

import { drawn, drawQr, newSheet, type Sheet } from '../../http/pdf-sheet.js';

/** What the letter to one owner says. `address`: up to five lines, the last one post code and town. */
export interface OwnerLetter {
  address: string[];
  shop: string;
  /** Of its page, as people type it. */
  page: string;
  code: string;
  /** « 26 novembre 2027 ». */
  until: string;
  /** Of the page where the code is typed; the QR code leads there with the code. */
  claimUrl: string;
  /** By which the page is removed. */
  withdrawalUrl: string;
}

/** Who writes, and what all letters say; `{shop}` and the like are filled for each. */
export interface LetterText {
  title: string;
  /** One or two lines. */
  sender: string[];
  /** JPEG as a data URL: a file that is named the same each time stands once in the PDF. Over the sender. */
  logo: string | null;
  place: string;
  paragraphs: string[];
  codeLabel: string;
  codeUntil: string;
  scan: string;
  typed: string;
  withdrawal: string;
}

const MM = 72 / 25.4;
const mm = (millimetres: number): number => millimetres * MM;

/**
 * What the window shows of an A4 sheet, wherever the sheet slips: folded in three in a DL envelope (window of 35 or 45 mm by
 * 100, 20 mm from the right and the bottom) and folded in two in a C5 one (60 mm from the bottom). Millimetres from the top left.
 */
export const WINDOW = { left: 109, top: 57, right: 190, bottom: 79 } as const;

const LINE = 4.1;
const TEXT = { left: 25, right: 185 } as const;
const LOGO = { width: 60, height: 16 } as const;
const INK = '#2a211b';

/** A letter a page, written while it is read: `sheet` is a stream. Addresses stand first in each page. */
export async function writeLetters(
  text: LetterText,
  letters: AsyncIterable<OwnerLetter>,
): Promise<{ sheet: Sheet; written: Promise<number> }> {
  const sheet = newSheet('A4', { title: drawn(text.title), author: drawn(text.sender[0] ?? '') }, true);
  return { sheet, written: writeAll(sheet, text, letters) };
}

async function writeAll(sheet: Sheet, text: LetterText, letters: AsyncIterable<OwnerLetter>): Promise<number> {
  let pages = 0;
  try {
    for await (const letter of letters) {
      sheet.addPage();
      drawLetter(sheet, text, letter);
      pages++;
      if (sheet.readableLength > 1_000_000) await new Promise((go) => setImmediate(go));
    }
    if (pages === 0) sheet.addPage();
    sheet.end();
  } catch (error) {
    sheet.destroy(error as Error);
  }
  return pages;
}

function drawLetter(sheet: Sheet, text: LetterText, letter: OwnerLetter): void {
  drawAddress(sheet, letter.address);
  const filled = (sentence: string): string =>
    drawn(sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(letter[name as keyof OwnerLetter] ?? '')));
  if (text.logo) sheet.image(text.logo, mm(TEXT.left), mm(14), { fit: [mm(LOGO.width), mm(LOGO.height)] });
  const top = text.logo ? 14 + LOGO.height + 3 : 20;
  sheet.font('heading', 10).fillColor(INK);
  text.sender.forEach((line, i) => sheet.text(drawn(line), mm(TEXT.left), mm(top + i * 5), { lineBreak: false }));
  sheet.font('body', 10).text(drawn(text.place), mm(TEXT.left), mm(92), { lineBreak: false });
  const width = mm(TEXT.right - TEXT.left);
  sheet.font('body', 11.5);
  let y = mm(104);
  for (const paragraph of text.paragraphs) {
    sheet.text(filled(paragraph), mm(TEXT.left), y, { width, lineGap: 2 });
    y = sheet.y + mm(3);
  }
  drawCode(sheet, { text, letter, filled, top: y + mm(3) });
  sheet.font('body', 9).text(filled(text.withdrawal), mm(TEXT.left), mm(268), { width, lineGap: 1 });
}

function drawCode(
  sheet: Sheet,
  { text, letter, filled, top }: { text: LetterText; letter: OwnerLetter; filled: (s: string) => string; top: number },
): void {
  const side = mm(46);
  const left = mm(TEXT.left);
  drawQr(sheet, `${letter.claimUrl}?code=${letter.code}`, { left, top, side });
  sheet.fillColor(INK);
  const beside = { width: mm(TEXT.right - TEXT.left) - side - mm(6), lineGap: 2 };
  const x = left + side + mm(6);
  sheet.font('body', 11).text(drawn(text.codeLabel), x, top + mm(4), beside);
  sheet.font('heading', 22).text(letter.code, x, sheet.y + mm(1), { ...beside, characterSpacing: 1.5 });
  sheet.font('body', 10).text(filled(text.codeUntil), x, sheet.y + mm(1), beside);
  sheet.font('body', 11).text(filled(text.scan), x, sheet.y + mm(3), beside);
  sheet.font('heading', 11).text(filled(text.typed), x, sheet.y + mm(1), beside);
}

/** Each line as small as it must be; what is still too long ends in points rather than leave the window. */
function drawAddress(sheet: Sheet, lines: string[]): void {
  const width = mm(WINDOW.right - WINDOW.left - 4);
  lines.slice(0, 5).forEach((line, i) => {
    let said = drawn(line);
    let size = 10;
    while (size > 7.5 && sheet.font('body', size).widthOfString(said) > width) size -= 0.5;
    sheet.font('body', size).fillColor(INK);
    while (said.length > 1 && sheet.widthOfString(said) > width) said = `${said.slice(0, -2).trimEnd()}…`;
    sheet.text(said, mm(WINDOW.left + 2), mm(WINDOW.top + 0.8 + i * LINE), { lineBreak: false });
  });
}

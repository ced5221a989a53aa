import { isEan } from '#libs/kernel';
import { parseFrenchNumber } from '#libs/platform';
import { readGrams, readLink, type Reading } from '../formats/format-values.js';

const RATES = [20, 10, 5.5, 2.1, 0];

/** Percent from `20`, `5,5 %`, `20.00` or the fraction `0,055`; null when the cell is blank. */
export function readRate(text: string): Reading<number | null> {
  if (text === '') return { value: null };
  const number = parseFrenchNumber(text.replace(/%|tva|vat/gi, '').trim());
  const rate = RATES.find(
    (each) => number !== null && (each === number || (number < 1 && each === Math.round(number * 1000) / 10)),
  );
  return rate === undefined ? { code: 'imports.vat_invalid' } : { value: rate };
}

/** A barcode whose leading zeros a spreadsheet has dropped gets them back when its check digit agrees. */
export function lengthenEan(text: string): string {
  const digits = text.replace(/[\s'-]/g, '');
  if (!/^\d{4,12}$/.test(digits) || isEan(digits)) return text;
  return [8, 13].map((length) => digits.padStart(length, '0')).find((ean) => isEan(ean)) ?? text;
}

/** `1,5 kg` says its unit; a bare number is in the column's. */
export function readMappedGrams(text: string, unit: 'g' | 'kg'): number | undefined {
  const match = /^([\d.,\s]+?)\s*(kg|g|lb|oz)?\.?$/i.exec(text);
  return match?.[1] ? readGrams(match[1].trim(), match[2]?.toLowerCase() ?? unit) : undefined;
}

/** Addresses, and what is none: several may stand in a cell. */
export function splitPhotos(cells: string[]): { links: string[]; others: string[] } {
  const pieces = cells.flatMap((cell) => cell.split(/[,;|\s]+(?=https?:\/\/)|[;|\n]+/i)).map((piece) => piece.trim());
  const links = pieces.filter((piece) => readLink(piece) !== null);
  return { links, others: pieces.filter((piece) => piece !== '' && readLink(piece) === null) };
}

import { isEan, parseCents } from '#libs/kernel';
import { parseBoolean, parseFrenchNumber, trimCell } from '#libs/platform';
import type { PhotoDraft } from './product-format.js';

const MAX_CENTS = 100_000_000;
const MAX_STOCK = 1_000_000;
const MAX_GRAMS = 10_000_000;
const MAX_PHOTOS = 250;

/** A value, `note` being the code of what to say of it, or the code of the sentence that says why it is none. */
export type Reading<T> = { value: T; note?: string; code?: undefined } | { value?: undefined; code: string };

/**
 * An amount in cents, null when the cell is blank. Machine exports write any number of decimals; past the second they stay as
 * fractions of a cent, for tax is still to be added to some prices: 8.325 without 20 % is 9.99 with it.
 */
export function readPrice(text: string): Reading<number | null> {
  if (text === '') return { value: null };
  if (isForeignCurrency(text)) return { code: 'imports.currency_not_euro' };
  const cents = /^-?\d+[.,]\d{3,}$/.test(text) ? exactCents(text) : parseCents(text);
  if (cents === null) return { code: 'imports.price_invalid' };
  if (cents < 0) return { code: 'imports.price_negative' };
  return cents > MAX_CENTS ? { code: 'imports.price_absurd' } : { value: cents };
}

/** Six decimals of a euro, in cents. */
const exactCents = (text: string): number => Math.round(Number(text.replace(',', '.')) * 1e6) / 1e4;

/** Whether a text names a currency that is not the euro: `USD 12`, `$12`, a column's hint `GBP`. */
export function isForeignCurrency(text: string): boolean {
  if (/[$£¥₣₤]/u.test(text)) return true;
  const code = /(?:^|[^\p{L}])(\p{L}{3})(?:$|[^\p{L}])/u.exec(text)?.[1]?.toUpperCase();
  return (
    code !== undefined && /^(USD|GBP|CHF|CAD|AUD|JPY|CNY|SEK|NOK|DKK|PLN|CZK|HUF|RON|MAD|TND|DZD|XOF|XPF)$/.test(code)
  );
}

/**
 * Whole pieces, null when the cell is blank. Tills and shop systems count below zero once they have oversold: nothing is
 * there. What is sold by weight is counted in parts: only whole ones can be promised.
 */
export function readStock(text: string): Reading<number | null> {
  if (text === '') return { value: null };
  const count = parseFrenchNumber(text);
  if (count === null) return { code: 'imports.stock_invalid' };
  if (count > MAX_STOCK) return { code: 'imports.stock_absurd' };
  if (count < 0) return { value: 0, note: 'imports.stock_negative' };
  return Number.isInteger(count) ? { value: count } : { value: Math.floor(count), note: 'imports.stock_rounded' };
}

/** The French rate that the name of a tax tells, as « TVA 5,5 % ». */
export function readVatRate(name: string): number | undefined {
  const match = /(?<![\d.,])(20|10|5[.,]50?|2[.,]10?|0)(?:[.,]0+)?\s*%/.exec(name);
  return match?.[1] ? Number(match[1].replace(',', '.')) : undefined;
}

const GRAMS: Record<string, number> = { g: 1, kg: 1000, lb: 453.592, lbs: 453.592, oz: 28.3495 };

/** Whole grams; undefined when blank, nought or no weight. */
export function readGrams(text: string, unit: string): number | undefined {
  const value = parseFrenchNumber(text);
  const grams = Math.round((value ?? 0) * (GRAMS[unit] ?? 1));
  return grams > 0 && grams <= MAX_GRAMS ? grams : undefined;
}

/** A barcode's digits; a spreadsheet's `'` and the hyphens of an ISBN do not count. Null: wrong length or check digit. */
export function readEan(text: string): string | null {
  const digits = text.replace(/[\s'-]/g, '');
  return isEan(digits) ? digits : null;
}

export const readFlag = (text: string, blank: boolean): boolean => parseBoolean(text) ?? blank;

export const splitList = (text: string): string[] => [...new Set(text.split(',').map(trimCell).filter(Boolean))];

/** An absolute http(s) address, else null. */
export function readLink(text: string): string | null {
  if (text.length > 2000 || !/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  return text;
}

/** Photos in order of appearance, each address once; `refused` lists the texts that are no link or one too many. */
export class PhotoList {
  readonly refused: { line: number; url: string; code: string }[] = [];
  private readonly photos = new Map<string, { alt: string; position: number }>();

  add(line: number, text: string, alt = '', position = Number.POSITIVE_INFINITY): string | undefined {
    const url = readLink(text);
    const code = !url ? 'imports.photo_not_a_link' : this.photos.size >= MAX_PHOTOS ? 'imports.too_many_photos' : null;
    if (!url || (code && !this.photos.has(url))) {
      this.refused.push({ line, url: text.slice(0, 200), code: code ?? 'imports.photo_not_a_link' });
      return undefined;
    }
    if (!this.photos.has(url)) this.photos.set(url, { alt, position });
    return url;
  }

  /** Sorted by the file's positions, those without one last, and numbered from 1. */
  list(): PhotoDraft[] {
    return [...this.photos]
      .map(([url, { alt, position }], i) => ({ url, alt, position, i }))
      .sort((a, b) => (a.position === b.position ? a.i - b.i : a.position - b.position))
      .map(({ url, alt }, i) => ({ url, ...(alt ? { alt } : {}), position: i + 1 }));
  }
}

const ENTITIES: Record<string, string> = { amp: '&', quot: '"', apos: "'", nbsp: ' ' };

/** Plain text that an export escaped for HTML: `Vases &amp; pots`, `l&#8217;été`. Angle brackets stay escaped. */
export const decodeEntities = (text: string): string =>
  text.replace(/&(?:(amp|quot|apos|nbsp)|#(\d{2,6}));/g, (whole, name?: string, code?: string) => {
    if (name) return ENTITIES[name] ?? whole;
    const point = Number(code);
    return point > 31 && point !== 60 && point !== 62 && point < 0x110000 ? String.fromCodePoint(point) : whole;
  });

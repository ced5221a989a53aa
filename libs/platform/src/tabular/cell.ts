/** A cell without the blanks around it, no-break and zero-width ones included. */
export const trimCell = (text: string): string => text.replace(/^[\s\u200b\u2060]+|[\s\u200b\u2060]+$/gu, '');

/**
 * Reads `1 234,5`, `1.234,50`, `1,234.50`, `12.5`, `-3`. A single point or comma is the decimal sign.
 * Null when it is not a number. Amounts of money are read by `parseCents` instead.
 */
export function parseFrenchNumber(text: string): number | null {
  const bare = trimCell(text)
    .replace(/\u2212/g, '-')
    .replace(/(?<=\d)[\s'](?=\d{3}(\D|$))/gu, '');
  if (!/^[+-]?(\d[\d.,]*|[.,]\d+)$/.test(bare)) return null;
  const decimal = bare.lastIndexOf(',') > bare.lastIndexOf('.') ? ',' : '.';
  const group = decimal === ',' ? '.' : ',';
  if (bare.includes(group) && !new RegExp(`^[+-]?\\d{1,3}(\\${group}\\d{3})+(\\${decimal}\\d*)?$`).test(bare))
    return null;
  const plain = bare.replaceAll(group, '');
  if (plain.split(decimal).length > 2)
    return /^[+-]?\d{1,3}([.,]\d{3})+$/.test(plain) ? Number(plain.replaceAll(decimal, '')) : null;
  const value = Number(plain.replace(decimal, '.'));
  return Number.isFinite(value) ? value : null;
}

const YES = new Set([
  '1',
  'oui',
  'o',
  'yes',
  'y',
  'true',
  'vrai',
  'x',
  'publie',
  'publiee',
  'published',
  'actif',
  'active',
  'on',
]);
const NO = new Set([
  '0',
  'non',
  'n',
  'no',
  'false',
  'faux',
  'non publie',
  'non publiee',
  'unpublished',
  'inactif',
  'inactive',
  'off',
]);

/** Reads `oui`, `non`, `yes`, `1`, `TRUE`, `publié`... in any case and accent; null for anything else, blank included. */
export function parseBoolean(text: string): boolean | null {
  const word = foldText(text);
  if (YES.has(word)) return true;
  return NO.has(word) ? false : null;
}

/** Lower case without accents, typographic apostrophes as `'`, runs of blanks as one space. */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[\u2018\u2019\u02bc\u2032`\u00b4]/g, "'")
    .replace(/[\s\u200b\u2060]+/gu, ' ')
    .trim()
    .toLowerCase();
}

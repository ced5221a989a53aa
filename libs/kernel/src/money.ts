/** An amount in cents of euro, tax included. Integers only: 0.1 + 0.2 never happens here. */
export type Cents = number;

/** The shape of an amount in the API. */
export interface MoneyJson {
  amount: Cents;
  currency: 'EUR';
}

export const euros = (amount: Cents): MoneyJson => ({ amount, currency: 'EUR' });

/** Thousands apart and a decimal comma; thousands apart and a decimal point; thousands apart by commas; no thousands apart. */
const AMOUNTS = [
  /^(\d{1,3}(?:[ .']\d{3})+)(?:,(\d{1,6}))?$/,
  /^(\d{1,3}(?:[ ,']\d{3})+)\.(\d{1,6})$/,
  /^(\d{1,3}(?:,\d{3}){2,})$/,
  /^(\d+)(?:[.,](\d{1,6}))?$/,
];

/**
 * Reads what people type and spreadsheets hold: `12,50 €`, `12€50`, `12,-`, `1 234.5`, `1.234,50`, `EUR 12`, `12.345000`. A single comma is
 * always a decimal one; `¤` stands where older Macs have the euro. Answers cents rounded half up, or null when it is not an amount.
 */
export function parseCents(text: string): Cents | null {
  const bare = text
    .replace(/[\u00a0\u202f]/g, ' ')
    .trim()
    .replace(/^([+-]?)\s*(?:[€¤]|EUR)\s*|(?:[€¤]|EUR)$/gi, '$1')
    .replace(/(?<=\d)€(?=\d{2}$)/, ',')
    .replace(/[.,][-–—]$/, '')
    .trim();
  const sign = bare.startsWith('-') ? -1 : 1;
  const unsigned = bare.replace(/^[+-]/, '');
  const match = AMOUNTS.map((shape) => shape.exec(unsigned)).find((found) => found !== null);
  if (!match) return null;
  const whole = Number((match[1] ?? '').replace(/\D/g, ''));
  const micro = Number((match[2] ?? '').padEnd(6, '0'));
  const cents = whole * 100 + Math.floor((micro + 5000) / 10000);
  return Number.isSafeInteger(cents) ? sign * cents || 0 : null;
}

const FORMATS = {
  fr: new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR' }),
  en: new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' }),
};

/** `1250` becomes `12,50 €` with no-break spaces, `€12.50` in English. */
export const formatCents = (amount: Cents, language: 'fr' | 'en' = 'fr'): string =>
  FORMATS[language].format(amount / 100);

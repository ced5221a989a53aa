/** An amount in cents of euro, tax included. Integers only: 0.1 + 0.2 never happens here. */
export type Cents = number;

/** The shape of an amount in the API. */
export interface MoneyJson {
  amount: Cents;
  currency: 'EUR';
}

export const euros = (amount: Cents): MoneyJson => ({ amount, currency: 'EUR' });

const NUMBER = /^[+-]?(\d{1,3}([ .,'\u00a0\u202f]\d{3})+|\d+)([.,]\d{1,4})?$/;

/**
 * Reads what people type and spreadsheets hold: `12,50 €`, `1 234.5`, `1.234,50`, `EUR 12`, `12`.
 * Answers cents rounded half up, or null when it is not an amount.
 */
export function parseCents(text: string): Cents | null {
  const bare = text
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/€|EUR/gi, '')
    .trim();
  const match = NUMBER.exec(bare);
  if (!match) return null;
  const fraction = match[3] ?? '';
  const whole = bare.slice(0, bare.length - fraction.length).replace(/[^\d-]/g, '');
  const digits = fraction.slice(1).padEnd(4, '0');
  const sign = whole.startsWith('-') ? -1 : 1;
  const cents = Math.abs(Number(whole)) * 100 + Math.floor((Number(digits) + 50) / 100);
  return Number.isSafeInteger(cents) ? sign * cents || 0 : null;
}

const FORMAT = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR' });

/** `1250` becomes `12,50 €` with no-break spaces. */
export const formatCents = (amount: Cents): string => FORMAT.format(amount / 100);

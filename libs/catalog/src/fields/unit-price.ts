/** What is in one piece: `{ amount: 250, unit: 'g' }`. */
export interface Content {
  amount: number;
  unit: ContentUnit;
}

export const CONTENT_UNITS = ['g', 'kg', 'ml', 'cl', 'l', 'm', 'm2', 'piece'] as const;
export type ContentUnit = (typeof CONTENT_UNITS)[number];

/** A price in cents for one kilogram, litre, metre, square metre or piece. */
export interface UnitPrice {
  cents: number;
  per: 'kg' | 'l' | 'm' | 'm2' | 'piece';
}

const BASE: Record<ContentUnit, { per: UnitPrice['per']; parts: number }> = {
  g: { per: 'kg', parts: 1000 },
  kg: { per: 'kg', parts: 1 },
  ml: { per: 'l', parts: 1000 },
  cl: { per: 'l', parts: 100 },
  l: { per: 'l', parts: 1 },
  m: { per: 'm', parts: 1 },
  m2: { per: 'm2', parts: 1 },
  piece: { per: 'piece', parts: 1 },
};

/** The price by measure that a label shows (arrêté du 16 novembre 1999), rounded to the cent. */
export function unitPrice(priceCents: number, { amount, unit }: Content): UnitPrice {
  const { per, parts } = BASE[unit];
  return { cents: Math.round((priceCents * parts) / amount), per };
}

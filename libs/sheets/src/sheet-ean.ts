import { isEan } from '#libs/kernel';

/**
 * The barcode under which the region shares a sheet: the GTIN in 14 digits, so that a UPC-A and the same EAN-13 are one article.
 * Null for what is no GTIN, and for numbers that each shop gives out itself (GS1 General Specifications, 1.4: restricted
 * circulation; GTIN-8 beginning with 0 or 2, GTIN-13 beginning with 02, 04 or 2).
 */
export function sharedEan(ean: string): string | null {
  if (!isEan(ean)) return null;
  const gtin = ean.padStart(14, '0');
  const isShort = gtin.startsWith('000000');
  const isOwn = isShort ? /^0{6}[02]/.test(gtin) : /^0(?:2|02|04)/.test(gtin);
  return isOwn ? null : gtin;
}

const CODE = /^(?=.*\d)[\p{L}\d][\p{L}\d._/-]{3,58}[\p{L}\d]$/u;

/**
 * What a query may mean as a reference: a barcode, or a SKU with a digit in it, as the index writes it. Empty when it is
 * words. Barcodes are compared without leading zeros.
 */
export function codesIn(text: string): string[] {
  const typed = text.trim();
  const digits = typed.replace(/[\s.-]/g, '');
  if (/^\d{6,14}$/.test(digits)) return [...new Set([digits, digits.replace(/^0+(?=\d)/, '')])];
  if (!CODE.test(typed)) return [];
  const plain = typed
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
  return plain.length > 3 ? [plain] : [];
}

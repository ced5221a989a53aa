import { UnknownMerchantFormatError } from '../imports.errors.js';
import type { MerchantFormat } from './merchant-format.js';
import { sirene } from './sirene.js';

export const MERCHANT_FORMATS: readonly MerchantFormat[] = [sirene];

/** @throws UnknownMerchantFormatError when the header is of no known register. */
export function detectMerchantFormat(header: readonly string[]): MerchantFormat {
  const [best] = MERCHANT_FORMATS.map((format) => ({ format, score: format.recognises(header) })).sort(
    (a, b) => b.score - a.score,
  );
  if (!best || best.score === 0)
    throw new UnknownMerchantFormatError({ columns: header.slice(0, 50).join(', ').slice(0, 1000) });
  return best.format;
}

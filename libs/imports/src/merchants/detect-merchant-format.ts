import { UnknownMerchantFormatError } from '../imports.errors.js';
import { listedShops } from './listed-shops.js';
import type { MerchantFormat } from './merchant-format.js';
import { guessMerchantMapping, isListOfShops, saysMoreThanRegister } from './merchant-mapping.js';
import { openStreetMap } from './openstreetmap.js';
import { sirene } from './sirene.js';

const MERCHANT_FORMATS: readonly MerchantFormat[] = [sirene, openStreetMap];

/** The register or map that writes these columns; a register to which somebody added columns is their list. */
export function knownMerchantFormat(header: readonly string[]): MerchantFormat | null {
  const [best] = MERCHANT_FORMATS.map((format) => ({ format, score: format.recognises(header) })).sort(
    (a, b) => b.score - a.score,
  );
  if (!best || best.score === 0) return null;
  const isList = best.format === sirene && saysMoreThanRegister(guessMerchantMapping(header));
  return isList ? null : best.format;
}

/** A known format, else a list whose columns tell who and where. @throws UnknownMerchantFormatError. */
export function detectMerchantFormat(header: readonly string[]): MerchantFormat {
  const known = knownMerchantFormat(header);
  if (known) return known;
  const mapping = guessMerchantMapping(header);
  if (isListOfShops(mapping)) return listedShops(mapping);
  throw new UnknownMerchantFormatError({ columns: header.slice(0, 50).join(', ').slice(0, 1000) });
}

/** Under which name the facts of a file are kept that was read as `format`. */
export const sourceOfFormat = (format: string, initiativeId: string): string =>
  (MERCHANT_FORMATS.find(({ id }) => id === format) ?? listedShops({ columns: {} })).source(initiativeId);

/** Whether a record names the columns of a list of shops. */
export const isMerchantHeader = (cells: readonly string[]): boolean =>
  knownMerchantFormat(cells) !== null || isListOfShops(guessMerchantMapping(cells));

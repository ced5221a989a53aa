import type { Territory } from '#libs/territory';
import type { TableRow } from '#libs/platform';
import type { ReadOutcome } from '../engine/import-kind.js';
import { UnknownMerchantFormatError } from '../imports.errors.js';
import type { MerchantRow } from './merchant-row.js';
import { sirene } from './sirene.js';

/** A kind of register or list. `read` is pure: the same rows give the same outcomes in the same order, one for each row. */
export interface MerchantFormat {
  readonly id: string;
  readonly name: string;
  recognises(header: readonly string[]): number;
  read(
    header: readonly string[],
    rows: AsyncIterable<TableRow>,
    territory: Territory,
  ): AsyncIterable<ReadOutcome<MerchantRow>>;
}

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

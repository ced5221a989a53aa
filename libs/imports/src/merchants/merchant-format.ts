import type { Territory } from '#libs/territory';
import type { TableRow } from '#libs/platform';
import type { ReadOutcome } from '../engine/import-kind.js';
import type { MerchantRow } from './merchant-row.js';

/** A kind of register or list. `read` is pure: the same rows give the same outcomes in the same order, one for each row. */
export interface MerchantFormat {
  readonly id: string;
  readonly name: string;
  /** Under which name its facts are kept: `register:sirene`, `map:osm`, `initiative:<id>`. */
  source(initiativeId: string): string;
  recognises(header: readonly string[]): number;
  read(
    header: readonly string[],
    rows: AsyncIterable<TableRow>,
    territory: Territory,
  ): AsyncIterable<ReadOutcome<MerchantRow>>;
}

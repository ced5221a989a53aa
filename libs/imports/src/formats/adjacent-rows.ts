import type { TableRow } from '#libs/platform';
import { refuse, type RowRefusal, type SourceRow } from './product-format.js';

/** Rows of one key that stand one under the other. */
export interface AdjacentRows {
  kind: 'group';
  key: string;
  rows: SourceRow[];
}

/**
 * Puts together the rows that follow each other under one key, `mostRows` of them at most: what is past them is refused, not
 * kept, so that memory holds one group. `keyOf` is told the key of the row before.
 */
export async function* adjacentRows(
  rows: AsyncIterable<TableRow>,
  keyOf: (row: SourceRow, previous: string | null) => string,
  mostRows: number,
): AsyncGenerator<AdjacentRows | RowRefusal> {
  let group: AdjacentRows | null = null;
  for await (const row of rows) {
    if (row.error) {
      yield { kind: 'refusal', line: row.line, code: row.error.code, details: row.error.details, cells: row.cells };
      continue;
    }
    const key = keyOf(row, group?.key ?? null);
    if (group && key === group.key) {
      if (group.rows.length < mostRows) group.rows.push(row);
      else yield refuse(row, 'imports.too_many_rows', { key, most: mostRows });
      continue;
    }
    if (group) yield group;
    group = { kind: 'group', key, rows: [row] };
  }
  if (group) yield group;
}

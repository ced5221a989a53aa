import { Readable } from 'node:stream';
import {
  type CombinationsDraft,
  detectProductFormat,
  type ProductDraft,
  type ProductReadOptions,
  type RowRefusal,
} from '#libs/imports';
import { openTable } from '#libs/platform';

export type CodeAtLine = [line: number, code: string];

/** Reads a product file, or lines of one; codes come without `imports.`. */
export async function readDrafts(source: string | string[], options: ProductReadOptions = {}) {
  const table = await openTable(typeof source === 'string' ? source : Readable.from([Buffer.from(source.join('\n'))]));
  const format = detectProductFormat(table.header);
  const products: ProductDraft[] = [];
  const combinations: CombinationsDraft[] = [];
  const refusals: RowRefusal[] = [];
  for await (const outcome of format.read(table.header, table.rows, options)) {
    if (outcome.kind === 'product') products.push(withoutRows(outcome));
    else if (outcome.kind === 'combinations') combinations.push(outcome);
    else refusals.push(outcome);
  }
  const codes = (all: { line: number; code: string }[]): CodeAtLine[] =>
    all.map(({ line, code }) => [line, code.replace('imports.', '')]);
  const notes = codes([...products, ...combinations].flatMap((draft) => draft.notes));
  return { format: format.id, products, combinations, refusals, refused: codes(refusals), notes };
}

/** The rows as they stand in the file serve the report only. */
function withoutRows(draft: ProductDraft): ProductDraft {
  const read = { ...draft };
  delete read.rows;
  return read;
}

import type { Table } from '#libs/platform';

/** A file as the page of its columns shows it. `mapping` is the one in use, else a guess; `rows` are the first ones. */
export interface FileColumns<Mapping> {
  header: string[];
  columns: string[];
  mapping: Mapping;
  isGuess: boolean;
  rows: string[][];
}

const SHOWN_ROWS = 5;

/** The columns of a file that is open, with what is known of them. */
export async function fileColumns<Mapping>(
  { header, columns, rows }: Table,
  known: Mapping | null,
  guess: (header: readonly string[]) => Mapping,
): Promise<FileColumns<Mapping>> {
  const first: string[][] = [];
  for await (const { cells } of rows) {
    first.push(cells);
    if (first.length === SHOWN_ROWS) break;
  }
  return { header, columns, mapping: known ?? guess(header), isGuess: known === null, rows: first };
}

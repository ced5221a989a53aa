import type { AppError } from '#libs/kernel';

/** A row with as many cells as the header, neither trimmed nor interpreted. `line` is where it begins, from 1. */
export interface ReadRow {
  line: number;
  cells: string[];
  error?: undefined;
}

/** A row that could not be read; `cells` holds what could, long cells cut, for the report. */
export interface BrokenRow {
  line: number;
  cells: string[];
  error: AppError;
}

export type TableRow = ReadRow | BrokenRow;

/** `file` in bytes, `cell` and `row` in characters (UTF-16 units), `columns` a count. */
export interface TableLimits {
  file: number;
  cell: number;
  row: number;
  columns: number;
}

export const TABLE_LIMITS: TableLimits = { file: 200_000_000, cell: 1_000_000, row: 4_000_000, columns: 500 };

/**
 * Tells which of a file's first records holds the names of its columns, where lines may stand above them. It is shown
 * `HEADER_RECORDS` at most.
 */
export type FindHeader = (records: readonly (readonly string[])[]) => number;

export const HEADER_RECORDS = 15;

export interface Table {
  /** Final once the rows were read: a file that begins in plain ASCII shows its encoding later. */
  readonly encoding: string;
  /** `,` `;` `|` or a tab; null for a spreadsheet. */
  readonly separator: string | null;
  /** The names as they stand in the file, trimmed; they may repeat or be empty. */
  readonly header: string[];
  /** The same columns under names that differ from each other (`distinctNames`). */
  readonly columns: string[];
  readonly headerLine: number;
  /** Can be read once. Blank rows are left out. Throws `FileTooLargeError` when the bound is passed on the way. */
  readonly rows: AsyncIterable<TableRow>;
  /** Lets the file go when the rows are not read to the end. */
  close(): Promise<void>;
}

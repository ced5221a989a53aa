import type { AppError } from '#libs/kernel';
import { unguardFormula } from './formula-guard.js';
import type { RecordSplitter, SplitRecord } from './record-splitter.js';
import type { TableLimits, TableRow } from './table-row.js';
import {
  BrokenQuoteError,
  CellTooLargeError,
  ExtraCellsError,
  RowTooLargeError,
  TooManyColumnsError,
  UnreadableTextError,
} from './tabular.errors.js';
import type { TextSource } from './text-source.js';

/** The records of a text, blank ones left out. */
export async function* readRecords(splitter: RecordSplitter, text: TextSource): AsyncGenerator<SplitRecord> {
  for (;;) {
    for (let record = splitter.next(); record; record = splitter.next()) {
      if (record.problem || !isBlank(record.cells)) yield record;
    }
    const piece = await text.next();
    if (piece === null) break;
    splitter.push(piece);
  }
  splitter.end();
  for (let record = splitter.next(); record; record = splitter.next()) {
    if (record.problem || !isBlank(record.cells)) yield record;
  }
}

export function splitError(record: SplitRecord, limits: TableLimits): AppError | null {
  const line = record.problemLine;
  switch (record.problem) {
    case 'broken_quote':
      return new BrokenQuoteError({ line });
    case 'cell_too_large':
      return new CellTooLargeError({ line, kilobytes: Math.round(limits.cell / 1000) });
    case 'row_too_large':
      return new RowTooLargeError({ line, kilobytes: Math.round(limits.row / 1000) });
    case 'too_many_columns':
      return new TooManyColumnsError({ line, columns: limits.columns });
    default:
      return null;
  }
}

/** Makes rows out of records: as many cells as the header has, or the reason why that cannot be. */
export class RowReader {
  private recovering = false;

  constructor(
    private readonly columns: number,
    private readonly text: { readonly isDamaged: boolean },
    private readonly limits: TableLimits,
  ) {}

  read(record: SplitRecord): TableRow {
    const { line } = record;
    if (record.mayContinue) this.recovering = true;
    const error = splitError(record, this.limits) ?? this.contentError(record);
    const cells = record.cells.map(unguardFormula);
    if (error) return { line, cells, error };
    while (cells.length < this.columns) cells.push('');
    cells.length = this.columns;
    return { line, cells };
  }

  /**
   * After a broken quote the lines that follow may be the inside of its cell: they are refused with it until a line has
   * the header's number of cells again.
   */
  private contentError({ line, cells }: SplitRecord): AppError | null {
    if (this.recovering && cells.length !== this.columns) return new BrokenQuoteError({ line });
    this.recovering = false;
    if (cells.length > this.columns && !isBlank(cells.slice(this.columns))) {
      return new ExtraCellsError({ line, cells: cells.length, columns: this.columns });
    }
    const { isDamaged } = this.text;
    const isUnreadable = cells.some((cell) => cell.includes('\0') || (isDamaged && cell.includes('\ufffd')));
    return isUnreadable ? new UnreadableTextError({ line }) : null;
  }
}

export const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');

import { trimCell } from './cell.js';
import { RowReader, splitError } from './csv-rows.js';
import { distinctNames } from './header-name.js';
import type { SplitRecord } from './record-splitter.js';
import type { Table, TableLimits, TableRow } from './table-row.js';
import { EmptyTableError, UnreadableTextError } from './tabular.errors.js';

/** Where records come from; `text` tells what is known about the file's characters so far. */
export interface RecordSource {
  text: { readonly encoding: string; readonly isDamaged: boolean };
  separator: string | null;
  records: AsyncGenerator<SplitRecord>;
  close: () => Promise<void>;
}

/** A table out of records: the first one is the header. */
export async function assembleTable(source: RecordSource, limits: TableLimits): Promise<Table> {
  const { text, separator, records, close } = source;
  const header = await readHeader(source, limits);
  return {
    get encoding() {
      return text.encoding;
    },
    separator,
    header: header.cells,
    columns: distinctNames(header.cells),
    headerLine: header.line,
    rows: readRows(records, new RowReader(header.cells.length, text, limits), close),
    close,
  };
}

async function readHeader(
  { records, text }: RecordSource,
  limits: TableLimits,
): Promise<{ cells: string[]; line: number }> {
  const { value: record, done } = await records.next();
  if (done) throw new EmptyTableError();
  const error = splitError(record, limits);
  if (error) throw error;
  const read = new RowReader(record.cells.length, text, limits).read(record);
  if (read.error) throw new UnreadableTextError({ line: record.line });
  return { cells: read.cells.map(trimCell), line: record.line };
}

async function* readRows(
  records: AsyncGenerator<SplitRecord>,
  reader: RowReader,
  close: () => Promise<void>,
): AsyncGenerator<TableRow> {
  try {
    for await (const record of records) yield reader.read(record);
  } finally {
    await close();
  }
}

import { trimCell } from './cell.js';
import { RowReader, splitError } from './csv-rows.js';
import { distinctNames } from './header-name.js';
import type { SplitRecord } from './record-splitter.js';
import { type FindHeader, HEADER_RECORDS, type Table, type TableLimits, type TableRow } from './table-row.js';
import { EmptyTableError, UnreadableTextError } from './tabular.errors.js';

/** Where records come from; `text` tells what is known about the file's characters so far. */
export interface RecordSource {
  text: { readonly encoding: string; readonly isDamaged: boolean };
  separator: string | null;
  records: AsyncGenerator<SplitRecord>;
  /** Without it the first record is the header. */
  findHeader?: FindHeader | undefined;
  close: () => Promise<void>;
}

/** A table out of records, what stands above its header left out. */
export async function assembleTable(source: RecordSource, limits: TableLimits): Promise<Table> {
  const { text, separator, close } = source;
  const header = await readHeader(source, limits);
  return {
    get encoding() {
      return text.encoding;
    },
    separator,
    header: header.cells,
    columns: distinctNames(header.cells),
    headerLine: header.line,
    rows: readRows(chain(header.ahead, source.records), new RowReader(header.cells.length, text, limits), close),
    close,
  };
}

async function readHeader(
  { records, text, findHeader }: RecordSource,
  limits: TableLimits,
): Promise<{ cells: string[]; line: number; ahead: SplitRecord[] }> {
  const first = await takeFirst(records, findHeader ? HEADER_RECORDS : 1);
  const at = findHeader?.(first.map(({ cells }) => cells)) ?? 0;
  const record = first[at];
  if (!record) throw new EmptyTableError();
  const error = splitError(record, limits);
  if (error) throw error;
  const read = new RowReader(record.cells.length, text, limits).read(record);
  if (read.error) throw new UnreadableTextError({ line: record.line });
  return { cells: read.cells.map(trimCell), line: record.line, ahead: first.slice(at + 1) };
}

async function takeFirst(records: AsyncGenerator<SplitRecord>, count: number): Promise<SplitRecord[]> {
  const first: SplitRecord[] = [];
  while (first.length < count) {
    const next = await records.next();
    if (next.done) break;
    first.push(next.value);
  }
  return first;
}

async function* chain(ahead: SplitRecord[], rest: AsyncGenerator<SplitRecord>): AsyncGenerator<SplitRecord> {
  yield* ahead;
  yield* rest;
}

async function* readRows(
  records: AsyncIterable<SplitRecord>,
  reader: RowReader,
  close: () => Promise<void>,
): AsyncGenerator<TableRow> {
  try {
    for await (const record of records) yield reader.read(record);
  } finally {
    await close();
  }
}

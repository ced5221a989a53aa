import { BoundedBytes, type ByteSource } from './byte-source.js';
import { trimCell } from './cell.js';
import { readRecords, RowReader, splitError } from './csv-rows.js';
import { announcedEncoding } from './encoding.js';
import { distinctNames } from './header-name.js';
import { looksLike } from './magic.js';
import { RecordSplitter, type SplitRecord } from './record-splitter.js';
import { detectSeparator, readSepLine, type Separator } from './separator.js';
import { TABLE_LIMITS, type Table, type TableLimits, type TableRow } from './table-row.js';
import { EmptyTableError, NotATableError, UnreadableTextError } from './tabular.errors.js';
import { TextSource } from './text-source.js';
import { openWorkbook } from './workbook.js';

const HEAD_BYTES = 65_536;

/**
 * Opens a table in CSV, TSV (any encoding and separator of the French desk) or XLSX, and streams its rows.
 * @throws NotATableError, EmptyTableError, FileTooLargeError, and for the header line CellTooLargeError,
 *   RowTooLargeError, TooManyColumnsError, BrokenQuoteError, UnreadableTextError. A bad row does not throw: it is
 *   yielded with its `error`.
 */
export async function openTable(source: ByteSource, options: { limits?: Partial<TableLimits> } = {}): Promise<Table> {
  const limits = { ...TABLE_LIMITS, ...options.limits };
  const bytes = await BoundedBytes.open(source, limits.file);
  try {
    const head = await bytes.peek(HEAD_BYTES);
    const type = looksLike(head);
    if (type === 'application/zip') return await openWorkbook(source, bytes, limits);
    if (type) throw new NotATableError({ looksLike: type });
    if (!announcedEncoding(head) && head.includes(0))
      throw new NotATableError({ looksLike: 'application/octet-stream' });
    return await openText(bytes, limits);
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

async function openText(bytes: BoundedBytes, limits: TableLimits): Promise<Table> {
  const text = new TextSource(bytes);
  const { splitter, separator } = await prepareSplitter(text, bytes, limits);
  const records = readRecords(splitter, text);
  const header = await readHeader(records, text, limits);
  return {
    get encoding() {
      return text.encoding;
    },
    separator,
    header: header.cells,
    columns: distinctNames(header.cells),
    headerLine: header.line,
    rows: readRows(records, new RowReader(header.cells.length, text, limits), bytes),
    close: () => bytes.close(),
  };
}

async function prepareSplitter(
  text: TextSource,
  bytes: BoundedBytes,
  limits: TableLimits,
): Promise<{ splitter: RecordSplitter; separator: Separator }> {
  let sample = (await text.next()) ?? '';
  const sepLine = readSepLine(sample);
  if (sepLine) sample = sample.slice(sepLine.length);
  const separator = sepLine?.separator ?? detectSeparator(sample, bytes.isExhausted, limits);
  const splitter = new RecordSplitter(separator, limits, sepLine ? 2 : 1);
  splitter.push(sample);
  return { splitter, separator };
}

async function readHeader(
  records: AsyncGenerator<SplitRecord>,
  text: TextSource,
  limits: TableLimits,
): Promise<{ cells: string[]; line: number }> {
  const { value: record } = await records.next();
  if (!record) throw new EmptyTableError();
  const error = splitError(record, limits);
  if (error) throw error;
  const line: number = record.line;
  const read = new RowReader(record.cells.length, text, limits).read(record);
  if (read.error) throw new UnreadableTextError({ line });
  return { cells: read.cells.map(trimCell), line };
}

async function* readRows(
  records: AsyncGenerator<SplitRecord>,
  reader: RowReader,
  bytes: BoundedBytes,
): AsyncGenerator<TableRow> {
  try {
    for await (const record of records) yield reader.read(record);
  } finally {
    await bytes.close();
  }
}

import { BoundedBytes, type ByteSource } from './byte-source.js';
import { readRecords } from './csv-rows.js';
import { announcedEncoding } from './encoding.js';
import { looksLike } from './magic.js';
import { RecordSplitter } from './record-splitter.js';
import { detectSeparator, readSepLine, type Separator } from './separator.js';
import { assembleTable } from './table-assembly.js';
import { type FindHeader, TABLE_LIMITS, type Table, type TableLimits } from './table-row.js';
import { NotATableError } from './tabular.errors.js';
import { TextSource } from './text-source.js';
import { openWorkbook } from './workbook.js';

const HEAD_BYTES = 65_536;

export interface TableOptions {
  limits?: Partial<TableLimits>;
  /** Where the header is, when it may not be the first line. */
  findHeader?: FindHeader;
}

/**
 * Opens a table in CSV, TSV (any encoding and separator of the French desk) XLSX or ODS, and streams its rows.
 * @throws NotATableError, EmptyTableError, FileTooLargeError, and for the header line CellTooLargeError,
 *   RowTooLargeError, TooManyColumnsError, BrokenQuoteError, UnreadableTextError, UnsafeWorkbookError. A bad row does not throw: it is
 *   yielded with its `error`.
 */
export async function openTable(source: ByteSource, options: TableOptions = {}): Promise<Table> {
  const { findHeader } = options;
  const limits = { ...TABLE_LIMITS, ...options.limits };
  const bytes = await BoundedBytes.open(source, limits.file);
  try {
    const head = await bytes.peek(HEAD_BYTES);
    const type = looksLike(head);
    if (type === 'application/zip') return await openWorkbook(source, bytes, { limits, findHeader });
    if (type) throw new NotATableError({ looksLike: type });
    if (!announcedEncoding(head) && head.includes(0))
      throw new NotATableError({ looksLike: 'application/octet-stream' });
    return await openText(bytes, { limits, findHeader });
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

async function openText(
  bytes: BoundedBytes,
  { limits, findHeader }: { limits: TableLimits; findHeader: FindHeader | undefined },
): Promise<Table> {
  const text = new TextSource(bytes);
  const { splitter, separator } = await prepareSplitter(text, bytes, limits);
  const close = (): Promise<void> => bytes.close();
  return assembleTable({ text, separator, records: readRecords(splitter, text), findHeader, close }, limits);
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

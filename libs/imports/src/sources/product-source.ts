import { type FindHeader, NotATableError, openTable, readHeaderName, type Table, type TableRow } from '#libs/platform';
import { squeezeName } from './feed-columns.js';
import { openFeed } from './feed-table.js';
import { ArchiveNotTableError, OtherSpreadsheetError } from './source.errors.js';

const HEAD = 65_536;
const SPREADSHEETS: [RegExp, string][] = [[/Index\/(Document|Tables)/, 'Numbers']];
const ARCHIVES = /^application\/(zip|gzip|zstd|x-(7z|bzip2|rar|xz))$/;

/**
 * Opens what a shop system exports: any table that `openTable` reads, with or without comment lines above and among
 * its rows, or an XML product feed. `findHeader` tells a table's header from the titles above it. @throws what `openTable` and `openFeed` throw, ArchiveNotTableError, OtherSpreadsheetError.
 */
export async function openProductFile(source: AsyncIterable<Buffer>, findHeader: FindHeader): Promise<Table> {
  const chunks = source[Symbol.asyncIterator]();
  const head = await readHead(chunks);
  try {
    if (isXml(head)) return await openFeed(head, restOf(head, chunks));
    const skipped = commentLines(head);
    const table = await openTable(restOf(head.subarray(skipped.bytes), chunks), { findHeader });
    return skipped.lines === 0 ? table : withoutComments(table, skipped.lines);
  } catch (error) {
    await chunks.return?.();
    throw error instanceof NotATableError ? toldApart(error, head) : error;
  }
}

async function readHead(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  const held: Buffer[] = [];
  for (let size = 0; size < HEAD;) {
    const next = await chunks.next();
    if (next.done) break;
    held.push(next.value);
    size += next.value.length;
  }
  return Buffer.concat(held);
}

async function* restOf(head: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  } finally {
    await chunks.return?.();
  }
}

function isXml(head: Buffer): boolean {
  const text = head.subarray(0, 2048).toString('latin1').replaceAll('\0', '');
  const start = text.replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*/, '');
  if (/^<!doctype\s+html|^(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*)?<(html|svg)\b/i.test(start)) return false;
  return /^<(\?xml\b|!doctype\b|!--|[a-z][\w:.-]*[\s>/])/i.test(start);
}

/**
 * The lines above the header that begin with `#`: a product feed's only, for `#` may also be a column's name. The header
 * is the first line that names both an `id` and a `title`.
 */
function commentLines(head: Buffer): { bytes: number; lines: number } {
  const text = head.toString('latin1');
  const mark = /^\xef\xbb\xbf/.exec(text)?.[0].length ?? 0;
  if (!/^\s*"?\s*#/.test(text.slice(mark))) return { bytes: 0, lines: 0 };
  let bytes = mark;
  for (let lines = 0; lines < 50 && bytes < text.length; lines++) {
    const end = text.indexOf('\n', bytes);
    if (isFeedHeader(text.slice(bytes, end < 0 ? undefined : end))) return { bytes, lines };
    if (end < 0) break;
    bytes = end + 1;
  }
  return { bytes: 0, lines: 0 };
}

function isFeedHeader(line: string): boolean {
  const names = line.split(/[,;\t|]/).map((cell) => squeezeName(readHeaderName(cell.replaceAll('"', '')).key));
  return names.includes('id') && names.includes('title');
}

function withoutComments(table: Table, lines: number): Table {
  return Object.defineProperties({} as Table, {
    ...Object.getOwnPropertyDescriptors(table),
    headerLine: { value: table.headerLine + lines, enumerable: true },
    rows: { value: uncommented(table.rows, lines), enumerable: true },
  });
}

async function* uncommented(rows: AsyncIterable<TableRow>, lines: number): AsyncGenerator<TableRow> {
  for await (const row of rows) {
    if (/^\s*#\s/.test(row.cells[0] ?? '')) continue;
    const line = row.line + lines;
    if (!row.error) yield { ...row, line };
    else yield { ...row, line, error: Object.assign(row.error, { details: shifted(row.error.details, lines) }) };
  }
}

const shifted = (details: Record<string, unknown>, lines: number): Record<string, unknown> =>
  typeof details['line'] === 'number' ? { ...details, line: details['line'] + lines } : details;

function toldApart(error: NotATableError, head: Buffer): Error {
  const { looksLike } = error.details as { looksLike: string };
  if (looksLike === 'application/vnd.ms-excel') return new OtherSpreadsheetError({ name: 'XLS' });
  if (!ARCHIVES.test(looksLike)) return error;
  const text = head.subarray(0, 4096).toString('latin1');
  const name = SPREADSHEETS.find(([pattern]) => pattern.test(text))?.[1];
  return name ? new OtherSpreadsheetError({ name }) : new ArchiveNotTableError({ looksLike });
}

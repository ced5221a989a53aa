import { type FindHeader, openTable, readHeaderName, type Table, type TableRow } from '#libs/platform';
import { squeezeName } from './feed-columns.js';
import { openFeed } from './feed-table.js';
import { openFileAs } from './open-file.js';

/**
 * Opens what a shop system exports: any table that `openTable` reads, with or without comment lines above and among
 * its rows, or an XML product feed. `findHeader` tells a table's header from the titles above it. @throws what `openFileAs` and `openFeed` throw.
 */
export const openProductFile = (source: AsyncIterable<Buffer>, findHeader: FindHeader): Promise<Table> =>
  openFileAs(source, {
    special(head, bytes) {
      if (isXml(head)) return openFeed(head, bytes());
      const skipped = commentLines(head);
      return skipped.lines === 0 ? null : openCommented(bytes(skipped.bytes), findHeader, skipped.lines);
    },
    findHeader,
  });

async function openCommented(bytes: AsyncGenerator<Buffer>, findHeader: FindHeader, lines: number): Promise<Table> {
  return withoutComments(await openTable(bytes, { findHeader }), lines);
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

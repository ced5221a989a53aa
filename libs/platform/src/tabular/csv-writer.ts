import { guardFormula } from './formula-guard.js';

/** `separator` defaults to `;`, which is what a French spreadsheet opens by a double click. */
export interface CsvWriteOptions {
  separator?: ',' | ';' | '\t' | '|';
}

/**
 * Rows as a CSV file in UTF-8 with byte order mark and CRLF, one text per row. Every cell is safe against formulas, and
 * `openTable` reads the same cells back. NUL characters, which no cell may hold, are left out.
 */
export async function* writeCsv(
  rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
  options: CsvWriteOptions = {},
): AsyncGenerator<string> {
  const separator = options.separator ?? ';';
  let mark = '\ufeff';
  for await (const row of rows) {
    yield mark + formatCsvRow(row, separator);
    mark = '';
  }
}

/** One row with its line end; cells of blanks only are a blank line, which `openTable` skips. */
export function formatCsvRow(row: readonly string[], separator: string = ';'): string {
  return `${row.map(formatCell).join(separator)}\r\n`;
}

/** Quotes around any candidate separator, not only the file's own: the reader then never mistakes it. */
function formatCell(cell: string): string {
  const safe = guardFormula(cell.replaceAll('\0', ''));
  const mustQuote = /[",;|\t\r\n]|^\s|\s$|^sep=/i.test(safe);
  return mustQuote ? `"${safe.replaceAll('"', '""')}"` : safe;
}

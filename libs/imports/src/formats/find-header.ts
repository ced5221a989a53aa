import { PRODUCT_FORMATS } from './detect-format.js';

/** A title stands alone in its line; columns are several. */
const LEAST_COLUMNS = 3;

/**
 * Which of a file's first records is its header: the first one that a format recognises, for a spreadsheet may bear a title
 * and a date above; else the first record, or the one below lines of a single cell.
 */
export function findProductHeader(records: readonly (readonly string[])[]): number {
  const known = records.findIndex((cells) => PRODUCT_FORMATS.some((format) => format.recognises(cells) > 0));
  if (known >= 0) return known;
  const filled = records.map((cells) => cells.filter((cell) => cell.trim() !== '').length);
  return filled[0] === 1
    ? Math.max(
        0,
        filled.findIndex((count) => count >= LEAST_COLUMNS),
      )
    : 0;
}

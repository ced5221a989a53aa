import type { FindHeader } from '#libs/platform';

/** A title stands alone in its line; columns are several. */
const LEAST_COLUMNS = 3;

/**
 * Which of a file's first records is its header: the first one that is known, for a spreadsheet may bear a title and a date
 * above; else the first record, or the one below lines of a single cell.
 */
export const headerFinder =
  (isKnown: (cells: readonly string[]) => boolean): FindHeader =>
  (records) => {
    const known = records.findIndex(isKnown);
    if (known >= 0) return known;
    const filled = records.map((cells) => cells.filter((cell) => cell.trim() !== '').length);
    return filled[0] === 1
      ? Math.max(
          0,
          filled.findIndex((count) => count >= LEAST_COLUMNS),
        )
      : 0;
  };

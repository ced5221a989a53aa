/**
 * What a spreadsheet may run when a cell begins with it (TRUST: CSV that leaves is formula-safe), behind blanks or not,
 * and behind apostrophes, so that guarding twice and unguarding twice are each other's inverse.
 */
const DANGEROUS = /^'*(?:[\t\r\n]|[\s\u200b]*[=+\-@\uff1d\uff0b\uff0d\uff20])/u;

/** Puts an apostrophe before a cell that a spreadsheet could take for a formula. */
export const guardFormula = (cell: string): string => (DANGEROUS.test(cell) ? `'${cell}` : cell);

/** Takes the guard's apostrophe away again: `unguardFormula(guardFormula(x)) === x` for every text. */
export const unguardFormula = (cell: string): string =>
  cell.charCodeAt(0) === 39 && DANGEROUS.test(cell) ? cell.slice(1) : cell;

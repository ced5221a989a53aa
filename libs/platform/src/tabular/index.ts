export { parseBoolean, parseFrenchNumber, foldText, trimCell } from './cell.js';
export type { ByteSource } from './byte-source.js';
export { formatCsvRow, writeCsv, type CsvWriteOptions } from './csv-writer.js';
export { guardFormula, unguardFormula } from './formula-guard.js';
export { distinctNames, readHeaderName, type HeaderName } from './header-name.js';
export {
  TABLE_LIMITS,
  type BrokenRow,
  type FindHeader,
  type ReadRow,
  type Table,
  type TableLimits,
  type TableRow,
} from './table-row.js';
export { openTable } from './table.js';
export {
  BrokenQuoteError,
  CellTooLargeError,
  EmptyTableError,
  ExtraCellsError,
  FileTooLargeError,
  NotATableError,
  RowTooLargeError,
  TooManyColumnsError,
  UnreadableTextError,
  UnsafeWorkbookError,
} from './tabular.errors.js';

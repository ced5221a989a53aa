import { AppError } from '#libs/kernel';

/** The file holds more bytes than `megabytes`. */
export class FileTooLargeError extends AppError {
  readonly code = 'tabular.too_large';
  readonly status = 413;
}

/** A cell of the row that begins at `line` holds more than `kilobytes`. */
export class CellTooLargeError extends AppError {
  readonly code = 'tabular.cell_too_large';
  readonly status = 422;
}

/** The row that begins at `line` holds more than `kilobytes` in all. */
export class RowTooLargeError extends AppError {
  readonly code = 'tabular.row_too_large';
  readonly status = 422;
}

/** The row at `line` has more than `columns` cells. */
export class TooManyColumnsError extends AppError {
  readonly code = 'tabular.too_many_columns';
  readonly status = 422;
}

/** Not a table at all: `looksLike` names what the first bytes say it is. */
export class NotATableError extends AppError {
  readonly code = 'tabular.not_a_table';
  readonly status = 415;
}

/** No header line: nothing, or blanks only. */
export class EmptyTableError extends AppError {
  readonly code = 'tabular.empty';
  readonly status = 422;
}

/** A quote opened at `line` is never closed, or is followed by text. */
export class BrokenQuoteError extends AppError {
  readonly code = 'tabular.broken_quote';
  readonly status = 422;
}

/** The row at `line` has `cells` cells, the header `columns`: the values would stand under the wrong names. */
export class ExtraCellsError extends AppError {
  readonly code = 'tabular.extra_cells';
  readonly status = 422;
}

/** The row at `line` holds bytes that are no character in the file's encoding, or a NUL. */
export class UnreadableTextError extends AppError {
  readonly code = 'tabular.unreadable_text';
  readonly status = 422;
}

/** A spreadsheet whose parts declare entities, are encrypted or unpack to far more than they should. */
export class UnsafeWorkbookError extends AppError {
  readonly code = 'tabular.unsafe_workbook';
  readonly status = 422;
}

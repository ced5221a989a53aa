import { AppError } from '#libs/kernel';

/** An archive stands where a table is wanted; `looksLike` is its media type. */
export class ArchiveNotTableError extends AppError {
  readonly code = 'imports.archive_not_table';
  readonly status = 415;
}

/** A spreadsheet that is not read in its own format: `name` is `XLS` or `Numbers`. */
export class OtherSpreadsheetError extends AppError {
  readonly code = 'imports.other_spreadsheet';
  readonly status = 415;
}

/** The XML declares a DOCTYPE, at `line`. */
export class FeedDoctypeError extends AppError {
  readonly code = 'imports.feed_doctype';
  readonly status = 422;
}

/** The XML breaks at `line`. */
export class FeedBrokenError extends AppError {
  readonly code = 'imports.feed_broken';
  readonly status = 422;
}

/** The XML is no product feed; `root` is its first element. */
export class FeedUnknownError extends AppError {
  readonly code = 'imports.feed_unknown';
  readonly status = 422;
}

/** The JSON breaks at `line`. */
export class JsonBrokenError extends AppError {
  readonly code = 'imports.json_broken';
  readonly status = 422;
}

/** The JSON holds no list of objects. */
export class JsonUnknownError extends AppError {
  readonly code = 'imports.json_unknown';
  readonly status = 422;
}

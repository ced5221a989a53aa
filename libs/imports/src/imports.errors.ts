import { AppError } from '#libs/kernel';

/** No register or list of shops has these `columns`. */
export class UnknownMerchantFormatError extends AppError {
  readonly code = 'imports.unknown_merchant_format';
  readonly status = 422;
}

/** After `rows` rows, `broken` could not be read: the file is not the table it claims to be. */
export class NotThisFileError extends AppError {
  readonly code = 'imports.not_this_file';
  readonly status = 422;
}

/** Another process works on the same import. */
export class ImportBusyError extends AppError {
  readonly code = 'imports.busy';
  readonly status = 409;
}

/** The file of the import is no longer in the media store. */
export class ImportFileGoneError extends AppError {
  readonly code = 'imports.file_gone';
  readonly status = 410;
}

/** Only a file that was checked without being refused as a whole is applied. */
export class ImportNotCheckedError extends AppError {
  readonly code = 'imports.not_checked';
  readonly status = 409;
}

/** The program is asked to end; the import goes on from its cursor when it is run again. */
export class ImportPausedError extends AppError {
  readonly code = 'imports.paused';
  readonly status = 503;
}

/** Only an import at work is paused, and only a paused one goes on. */
export class ImportNotRunningError extends AppError {
  readonly code = 'imports.not_running';
  readonly status = 409;
}

/** Only what was imported can be undone. */
export class ImportNotDoneError extends AppError {
  readonly code = 'imports.not_done';
  readonly status = 409;
}

import { AppError } from '#libs/kernel';

/** A picture of zero bytes. Status 422. */
export class EmptyPictureError extends AppError {
  readonly code = 'media.empty';
  readonly status = 422;
}

/** A picture above the size limit. `details`: `limitMb`, `sizeMb` (megabytes, one decimal). Status 413. */
export class PictureTooLargeError extends AppError {
  readonly code = 'media.too_large';
  readonly status = 413;
}

/** Not a picture at all. `details`: `looksLike` (`text`, `html`, `pdf`, `svg`...) and the `extension` people know. Status 422. */
export class NotAPictureError extends AppError {
  readonly code = 'media.not_a_picture';
  readonly status = 422;
}

/** A HEIC picture straight from a phone: it has to be sent as JPEG. Status 415. */
export class HeicPictureError extends AppError {
  readonly code = 'media.heic';
  readonly status = 415;
}

/** A picture of a kind that is not taken (TIFF, BMP, JPEG XL...). `details`: `format`. Status 415. */
export class UnsupportedPictureError extends AppError {
  readonly code = 'media.unsupported';
  readonly status = 415;
}

/** More pixels than a shop's photo needs. `details`: `limitMegapixels`. Status 422. */
export class TooManyPixelsError extends AppError {
  readonly code = 'media.too_many_pixels';
  readonly status = 422;
}

/** A truncated or damaged picture. Status 422. */
export class BrokenPictureError extends AppError {
  readonly code = 'media.broken';
  readonly status = 422;
}

/** The picture took longer than the time limit. `details`: `seconds`. Status 422. */
export class PictureTimeoutError extends AppError {
  readonly code = 'media.timeout';
  readonly status = 422;
}

/** Too many pictures wait already, or the server is stopping: send it again in a moment. Status 503. */
export class PicturesBusyError extends AppError {
  readonly code = 'media.busy';
  readonly status = 503;
}

/** The folder or the object store cannot be read or written now. `details`: `reason`. Status 503. */
export class MediaStoreUnavailableError extends AppError {
  readonly code = 'media.store_unavailable';
  readonly status = 503;
}

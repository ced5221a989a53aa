import { AppError } from '#libs/kernel';

/** Somebody else changed the look since the form was shown. `details`: `at`, ISO 8601. Status 409. */
export class LookChangedError extends AppError {
  readonly code = 'looks.changed_elsewhere';
  readonly status = 409;
}

/** As many sections as a page may have. `details`: `most`. Status 422. */
export class TooManySectionsError extends AppError {
  readonly code = 'looks.too_many_sections';
  readonly status = 422;
}

/** A second hero. Status 422. */
export class SecondHeroError extends AppError {
  readonly code = 'looks.second_hero';
  readonly status = 422;
}

/** As many pictures as a shop may keep for its look. `details`: `most`. Status 422. */
export class TooManyPicturesError extends AppError {
  readonly code = 'looks.too_many_pictures';
  readonly status = 422;
}

/** The picture is shown, published or in the draft. Status 409. */
export class PictureInUseError extends AppError {
  readonly code = 'looks.picture_in_use';
  readonly status = 409;
}

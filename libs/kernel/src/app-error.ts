/**
 * A failure the product expects. `code` (`orders.slot_full`) selects the sentence in `apps/web/src/locales`,
 * `status` is the HTTP status, `details` fills the sentence and is shown to the caller: never a secret.
 */
export abstract class AppError extends Error {
  abstract readonly code: string;
  abstract readonly status: number;

  constructor(readonly details: Record<string, unknown> = {}) {
    super();
    this.name = new.target.name;
  }

  override get message(): string {
    return `${this.code} ${JSON.stringify(this.details)}`;
  }
}

/** One field of a form or an import row that was not accepted. `path` is the field's name, `code` names the sentence. */
export interface FieldError {
  path: string;
  code: string;
  details?: Record<string, unknown>;
}

/** Input that the schema refused; `errors` holds one entry per field. Status 422. */
export class InvalidInputError extends AppError {
  readonly code = 'input.invalid';
  readonly status = 422;

  constructor(readonly errors: FieldError[]) {
    super({ count: errors.length });
  }
}

/** Unknown thing, or one that belongs to another shop: the two are indistinguishable. Status 404. */
export class NotFoundError extends AppError {
  readonly code = 'not_found';
  readonly status = 404;
}

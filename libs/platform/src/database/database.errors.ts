import { AppError } from '#libs/kernel';

/** The server was given a database role that would bypass row level security. Never shown on a page. Status 500. */
export class UnsafeRoleError extends AppError {
  readonly code = 'database.unsafe_role';
  readonly status = 500;

  override get message(): string {
    return `Refusing to run: the database role "${String(this.details['role'])}" ${String(this.details['reason'])}. Use the role devanture_app, or a DATABASE_URL whose role may create it.`;
  }
}

/** The schema is older or newer than this program. Status 503. */
export class SchemaVersionError extends AppError {
  readonly code = 'database.schema_version';
  readonly status = 503;

  override get message(): string {
    return `The database is at ${String(this.details['found'])} and this program needs ${String(this.details['wanted'])}: run the "migrate" command.`;
  }
}

/** The database does not answer. Status 503. */
export class DatabaseUnavailableError extends AppError {
  readonly code = 'database.unavailable';
  readonly status = 503;
}

/** The embedded PostgreSQL cannot be used; the message is a sentence for the person at the terminal. */
export class EmbeddedDatabaseError extends Error {
  override readonly name = 'EmbeddedDatabaseError';
}

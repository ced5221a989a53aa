/** The command was not written as it should be; the message says how. Exit code 2. */
export class UsageError extends Error {}

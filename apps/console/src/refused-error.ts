/** The command was understood and cannot be done; the message says why. Exit code 1. */
export class RefusedError extends Error {}

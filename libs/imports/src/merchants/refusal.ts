import type { TableRow } from '#libs/platform';
import type { ReadRefusal } from '../engine/import-kind.js';

/** A reason not to make a shop of the row. */
export class Refusal {
  constructor(
    readonly code: string,
    readonly details: Record<string, unknown> = {},
  ) {}
}

export const refusal = (
  { line, cells }: TableRow,
  code: string,
  details: Record<string, unknown> = {},
  isBroken = false,
): ReadRefusal => ({ kind: 'refusal', line, cells, code, details, isBroken });

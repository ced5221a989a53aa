import { Temporal } from 'temporal-polyfill';

/**
 * The only way to ask for the time. `NOW` (an ISO instant, tests only) stands still there; a spec may set its own.
 */
export class Clock {
  private static fixed: Temporal.Instant | null = process.env['NOW'] ? Temporal.Instant.from(process.env['NOW']) : null;

  static now(): Temporal.Instant {
    return this.fixed ?? Temporal.Now.instant();
  }

  static freeze(at: string | null): void {
    this.fixed = at === null ? null : Temporal.Instant.from(at);
  }
}

import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { Clock } from '#libs/kernel';
import { hourText, wallAt } from '#libs/pickup';
import { currentShopId, Tenancy } from '#libs/tenancy';
import type { OrderActor } from './order-details.js';
import { CodePausedError, WrongCodeError } from './orders.errors.js';

const TRIES = 5;
const PAUSE_MINUTES = 5;

/** Wrong pickup codes, counted per shop and person in the database, so that all web processes count together. */
@Injectable()
export class CodeAttempts {
  constructor(private readonly tenancy: Tenancy) {}

  /** Throws CodePausedError while there is a pause. */
  async check(actor: OrderActor): Promise<void> {
    const until = await this.pausedUntil(actor);
    if (until) throw paused(until);
  }

  /** When this person may try a code again; null: now. */
  async pausedUntil(actor: OrderActor): Promise<Date | null> {
    const [row] = await this.tenancy.shopRead<{ count: number; window_ends_at: Date }>(
      'select count, window_ends_at from attempt where key = $1 and window_ends_at > $2::timestamptz',
      [keyOf(actor), Clock.now().toString()],
    );
    return row && row.count >= TRIES ? row.window_ends_at : null;
  }

  /** Counts a wrong code and throws WrongCodeError, or CodePausedError when it was one too many. */
  async wrong(actor: OrderActor): Promise<never> {
    const now = Clock.now();
    const [row] = await this.tenancy.shopTransaction((tx) =>
      tx.query<{ count: number; window_ends_at: Date }[]>(COUNT_SQL, [
        keyOf(actor),
        now.toString(),
        now.add({ minutes: PAUSE_MINUTES }).toString(),
      ]),
    );
    if (row && row.count > TRIES) throw paused(row.window_ends_at);
    throw new WrongCodeError({ triesLeft: TRIES - (row?.count ?? TRIES) });
  }

  /** A right code ends the counting. */
  async right(actor: OrderActor): Promise<void> {
    await this.tenancy.shopTransaction((tx) => tx.query('delete from attempt where key = $1', [keyOf(actor)]));
  }
}

/** The window is that of the last wrong try. */
const COUNT_SQL = `
  insert into attempt as a (key, count, window_ends_at) values ($1, 1, $3::timestamptz)
  on conflict (key) do update
    set count = case when a.window_ends_at <= $2::timestamptz then 1 else a.count + 1 end,
      window_ends_at = excluded.window_ends_at
  returning count, window_ends_at`;

const keyOf = (actor: OrderActor): string =>
  createHash('sha256').update(`pickup code:${currentShopId()}:${actor}`).digest('hex');

function paused(until: Date): CodePausedError {
  const seconds = Math.ceil((until.getTime() - Clock.now().epochMilliseconds) / 1000);
  const time = hourText(wallAt(Temporal.Instant.fromEpochMilliseconds(until.getTime() + 59_999)));
  return new CodePausedError({ retryAfter: Math.max(1, seconds), time });
}

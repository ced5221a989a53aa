import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Tenancy } from '#libs/tenancy';
import { TooManyAttemptsError } from './accounts.errors.js';

/** What is limited, and for whom: `{ kind: 'password.account', subject: email, limit: 10, windowSeconds: 900 }`. */
export interface AttemptLimit {
  kind: string;
  subject: string;
  /** Tries allowed in one window; the next one is refused. */
  limit: number;
  windowSeconds: number;
}

/** Rate limits that all web processes share. Each key has a window of its own that begins at its first try. */
@Injectable()
export class Attempts {
  constructor(private readonly tenancy: Tenancy) {}

  /** Counts one try for each limit. @throws TooManyAttemptsError when one of them is used up. */
  async count(limits: AttemptLimit[]): Promise<void> {
    const rows = await this.tenancy.publicRead<CountRow>(COUNT, [
      limits.map(keyOf),
      limits.map(({ windowSeconds }) => windowSeconds),
    ]);
    const used = new Map(rows.map((row) => [row.key, row]));
    const over = limits.filter((limit) => (used.get(keyOf(limit))?.count ?? 0) > limit.limit);
    if (over.length === 0) return;
    throw new TooManyAttemptsError(Math.max(...over.map((limit) => used.get(keyOf(limit))!.seconds)));
  }

  /** A try that succeeded does not count: takes one back from each limit. */
  async forgive(limits: AttemptLimit[]): Promise<void> {
    await this.tenancy.publicRead('update attempt set count = count - 1 where key = any ($1) and count > 0', [
      limits.map(keyOf),
    ]);
  }

  /** Removes windows that have ended. */
  async sweep(): Promise<void> {
    await this.tenancy.publicRead('delete from attempt where window_ends_at < now()');
  }
}

interface CountRow {
  key: string;
  count: number;
  seconds: number;
}

/** Rows are locked in the order of their keys, so that two requests with the same limits never wait for each other. */
const COUNT = `
  insert into attempt as a (key, count, window_ends_at)
  select key, 1, now() + make_interval(secs => seconds)
  from unnest($1::text[], $2::int[]) as given (key, seconds) order by key
  on conflict (key) do update set
    count = case when a.window_ends_at < now() then 1 else least(a.count + 1, 1000000) end,
    window_ends_at = case when a.window_ends_at < now() then excluded.window_ends_at else a.window_ends_at end
  returning key, count, greatest(1, ceil(extract(epoch from window_ends_at - now())))::int as seconds`;

const keyOf = ({ kind, subject }: AttemptLimit): string =>
  `${kind}:${createHash('sha256').update(`${kind}\n${subject}`).digest('base64url')}`;

import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** A job of one shop runs as that shop; a job of the region carries `null`. Payloads hold ids, never personal data. */
export interface JobPayload {
  shopId: string | null;
  [key: string]: unknown;
}

export interface JobOptions {
  /** Not before this instant (ISO 8601). */
  runAt?: string;
  /** A waiting job with the same key is replaced. */
  key?: string;
  /** Jobs of one queue run one after the other. */
  queue?: string;
  /** Tries in all, with exponential back-off between them. Default 25. */
  maxAttempts?: number;
}

/** What happens later. `enqueue` writes into the caller's transaction: no commit, no job. */
@Injectable()
export class Jobs {
  async enqueue(tx: EntityManager, task: string, payload: JobPayload, options: JobOptions = {}): Promise<void> {
    const { runAt = null, key = null, queue = null, maxAttempts = 25 } = options;
    const values = [task, JSON.stringify(payload), runAt, key, queue, maxAttempts];
    await tx.query('select enqueue_job($1, $2::json, $3::timestamptz, $4, $5, $6)', values);
  }

  /** Many jobs of one task in one statement. */
  async enqueueAll(
    tx: EntityManager,
    task: string,
    payloads: readonly JobPayload[],
    { maxAttempts = 25 }: Pick<JobOptions, 'maxAttempts'> = {},
  ): Promise<void> {
    await tx.query('select enqueue_job($1, p, null, null, null, $3) from json_array_elements($2::json) as t(p)', [
      task,
      JSON.stringify(payloads),
      maxAttempts,
    ]);
  }
}

/** $1 tasks: seconds since the oldest of their jobs that waits could have run; 0 when none waits. One row, `seconds`. */
export const JOB_LAG_SQL = `
  select coalesce(round(extract(epoch from now() - min(j.run_at))), 0)::int as seconds
  from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
  where t.identifier = any ($1::text[]) and j.run_at <= now() and j.attempts < j.max_attempts`;

import pg from 'pg';

const LOCK = `hashtext('devanture.workers')`;

/** Held while a worker lives. */
export interface Presence {
  leave(): Promise<void>;
}

/**
 * Says to the database that a worker is here. The first one after all others are gone takes back the jobs that they held
 * when they were killed; graphile-worker itself would wait four hours.
 */
export async function joinWorkers(databaseUrl: string): Promise<Presence> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'devanture worker' });
  // The connection may break with the server; the worker's own connections say so.
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ alone: boolean }>(`select pg_try_advisory_lock(${LOCK}) as alone`);
  if (rows[0]?.alone) {
    await client.query(`select graphile_worker.force_unlock_workers(array(
      select locked_by from graphile_worker._private_jobs where locked_by is not null
      union select locked_by from graphile_worker._private_job_queues where locked_by is not null))`);
  }
  await client.query(`select pg_advisory_lock_shared(${LOCK})`);
  if (rows[0]?.alone) await client.query(`select pg_advisory_unlock(${LOCK})`);
  return { leave: () => client.end() };
}

import pg from 'pg';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.js';
import { joinWorkers } from './worker-presence.js';

describe('jobs of a worker that was killed', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await testDatabase();
    client = new pg.Client({ connectionString: database.appUrl });
    await client.connect();
    await client.query(`select enqueue_job('x', '{}', null, null, 'a queue', 3)`);
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const lockedJobs = async (): Promise<number> => {
    const { rows } = await client.query<{ n: number }>(
      'select count(*)::int as n from graphile_worker._private_jobs where locked_by is not null',
    );
    return rows[0]?.n ?? 0;
  };
  const lockAll = () =>
    client.query(`update graphile_worker._private_jobs set locked_by = 'killed', locked_at = now()`);

  it('are taken back by the next worker, but not while another one lives', async () => {
    await lockAll();
    const first = await joinWorkers(database.appUrl);
    expect(await lockedJobs()).toBe(0);
    await lockAll();
    const second = await joinWorkers(database.appUrl);
    expect(await lockedJobs()).toBe(1);
    await first.leave();
    await second.leave();
    const third = await joinWorkers(database.appUrl);
    expect(await lockedJobs()).toBe(0);
    await third.leave();
  });
});

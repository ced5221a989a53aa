import type { DatabaseUrls } from './cluster.js';

/** A database of the test run's own, with the current schema and no rows. */
export interface TestDatabase extends DatabaseUrls {
  /** Removes the database, ending what is still connected. */
  drop(): Promise<void>;
}

/**
 * Creates a database from the migrated template. The first call of a run also starts PostgreSQL (1 to 2 s); specs that never
 * call it never pay for it. Use in `beforeAll`, `drop()` in `afterAll`.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const urls = (await ask('create')) as DatabaseUrls;
  return { ...urls, drop: async () => void (await ask('drop', urls.adminUrl)) };
}

async function ask(verb: string, body?: string): Promise<unknown> {
  const desk = process.env['TEST_DATABASE_DESK'];
  if (!desk) throw new Error('testDatabase() works under jest only: test/support/global-setup.mjs opens its desk.');
  const response = await fetch(`${desk}/${verb}`, body === undefined ? { method: 'POST' } : { method: 'POST', body });
  const answer = (await response.json()) as { error?: string };
  if (!response.ok) throw new Error(`No test database: ${answer.error}`);
  return answer;
}

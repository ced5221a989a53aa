import pg from 'pg';
import { testDatabase, type TestDatabase } from './database.js';

describe('testDatabase', () => {
  let first: TestDatabase;
  let second: TestDatabase;

  beforeAll(async () => {
    first = await testDatabase();
    second = await testDatabase();
  });

  afterAll(async () => {
    await first.drop();
    await second.drop();
  });

  const ask = async (url: string, sql: string): Promise<unknown[]> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query({ text: sql, rowMode: 'array' })).rows[0] as unknown[];
    } finally {
      await client.end();
    }
  };

  it('gives each caller a database of its own with the schema in it', async () => {
    expect(first.adminUrl).not.toBe(second.adminUrl);
    await ask(first.adminUrl, 'create table only_here ()');
    expect(
      await ask(second.adminUrl, `select to_regclass('only_here'), to_regclass('schema_migration')::text`),
    ).toEqual([null, 'schema_migration']);
  });

  it('connects as the role of the application, which may not do everything', async () => {
    expect(await ask(first.appUrl, `select rolsuper, rolbypassrls from pg_roles where rolname = current_user`)).toEqual(
      [false, false],
    );
  });

  it('removes a database that still has sessions', async () => {
    const third = await testDatabase();
    const client = new pg.Client({ connectionString: third.adminUrl });
    client.on('error', () => undefined);
    await client.connect();
    await third.drop();
    await expect(ask(third.adminUrl, 'select 1')).rejects.toThrow('does not exist');
    await client.end().catch(() => undefined);
  });
});

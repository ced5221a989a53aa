import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { newId } from '#libs/kernel';
import { loadSettings } from '#libs/platform';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { JobRunner } from './job-runner.js';
import { WorkerModule } from './worker.module.js';

const DAILY = [
  'care.watch',
  'imports.file_sweep',
  'moderation.sweep',
  'orders.index_fill',
  'orders.key_sweep',
  'rounds.sweep',
];
const ROUND = `insert into customer_round (round_id, key_hash, body_hash, link_hash, created_at)
  values ($1::uuid, $1::text, '', $1::text, now() - interval '1 year')`;

describe('work that comes round', () => {
  let database: TestDatabase;
  let admin: pg.Client;
  let worker: INestApplicationContext | null = null;

  beforeAll(async () => {
    database = await testDatabase();
    admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
  });

  afterAll(async () => {
    await worker?.close();
    await admin.end();
    await database.drop();
  });

  const start = async (): Promise<void> => {
    const settings = loadSettings({ DATABASE_URL: database.adminUrl, APP_SECRET: 'a secret of the test' });
    worker = await NestFactory.createApplicationContext(WorkerModule.forRoot(settings), { logger: ['error'] });
    await worker.get(JobRunner).start();
  };
  const stop = async (): Promise<void> => {
    await worker?.close();
    worker = null;
  };
  const rounds = async (): Promise<number> =>
    (await admin.query<{ n: number }>('select count(*)::int as n from customer_round')).rows[0]!.n;
  const known = async () => {
    const { rows } = await admin.query<{ identifier: string }>(
      'select identifier from graphile_worker._private_known_crontabs order by 1',
    );
    return rows.map(({ identifier }) => identifier);
  };
  /** Whether it comes about within ten seconds. */
  const soon = async (isSo: () => Promise<boolean>): Promise<boolean> => {
    for (let i = 0; i < 200 && !(await isSo()); i++) await sleep(50);
    return isSo();
  };

  it('is known from the first start, and waits for its hour', async () => {
    await admin.query(ROUND, [newId()]);
    await start();
    expect(await soon(async () => (await known()).length > 0)).toBe(true);
    expect(await known()).toEqual([...DAILY, 'federation.upkeep', 'search.upkeep'].sort());
    await stop();
    expect(await rounds()).toBe(1);
  });

  it('is made up for when no worker ran at its hour', async () => {
    await admin.query(`update graphile_worker._private_known_crontabs
      set known_since = now() - interval '3 days', last_execution = now() - interval '25 hours'`);
    await start();
    expect(await soon(async () => (await rounds()) === 0)).toBe(true);
    expect(await soon(async () => (await waiting()).length === 0)).toBe(true);
    await stop();
  });

  it('is not put off by starts, nor by other programs', async () => {
    const due = `select run_at from graphile_worker._private_jobs where key = 'rounds.sweep'`;
    await admin.query(
      `select graphile_worker.add_job('rounds.sweep', '{"shopId":null}', null, now() + interval '7 minutes', 3, 'rounds.sweep')`,
    );
    const { rows: before } = await admin.query(due);
    await start();
    expect(await soon(async () => (await known()).length > 0)).toBe(true);
    await stop();
    expect((await admin.query(due)).rows).toEqual(before);
  });

  async function waiting(): Promise<unknown[]> {
    return (await admin.query(`select 1 from graphile_worker._private_jobs where run_at <= now()`)).rows;
  }
});

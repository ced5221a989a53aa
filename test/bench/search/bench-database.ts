import pg from 'pg';
import { launchPostgres } from '../../../libs/platform/src/database/embedded/index.js';
import { migrate } from '../../../libs/platform/src/database/migrate.js';
import { startTestCluster } from '../../support/cluster.js';

/** An address of the administrator, and how to end the server. */
export interface BenchDatabase {
  adminUrl: string;
  /** Filled by an earlier run. */
  isFilled: boolean;
  stop(): Promise<void>;
}

/** Throw-away, or kept in `BENCH_DIR` under `name`, because filling it takes long. */
export async function benchDatabase(name: string): Promise<BenchDatabase> {
  const dir = process.env['BENCH_DIR'];
  return dir ? keptDatabase(dir, name) : thrownAway();
}

async function thrownAway(): Promise<BenchDatabase> {
  const cluster = await startTestCluster();
  const { adminUrl } = await cluster.create();
  return { adminUrl, isFilled: false, stop: () => cluster.stop() };
}

async function keptDatabase(dataDir: string, name: string): Promise<BenchDatabase> {
  const postgres = await launchPostgres({ dataDir, settings: { durable: false } });
  const url = new URL(postgres.adminUrl);
  url.pathname = `/${name}`;
  const admin = new pg.Client({ connectionString: postgres.adminUrl });
  await admin.connect();
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [name]);
  if (!rowCount) await admin.query(`create database ${name}`);
  await admin.end();
  await migrate(url.href);
  return { adminUrl: url.href, isFilled: Boolean(rowCount), stop: () => postgres.stop() };
}

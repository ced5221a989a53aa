import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { launchPostgres } from '../../libs/platform/src/database/embedded/index.js';
import { migrate } from '../../libs/platform/src/database/migrate.js';
import { appUrl } from '../../libs/platform/src/database/roles.js';

const PREFIX = 'devanture-test-';
const TEMPLATE = 'devanture_template';

/** Addresses of one database, for the administrator and for the role that the application runs as. */
export interface DatabaseUrls {
  adminUrl: string;
  appUrl: string;
}

/** A throw-away cluster in a folder of its own under the system's temporary folder. */
export interface TestCluster {
  dataDir: string;
  /** A new database with the current schema, empty. */
  create(): Promise<DatabaseUrls>;
  drop(adminUrl: string): Promise<void>;
  /** Ends the server and removes the folder. */
  stop(): Promise<void>;
}

/** Starts the cluster and migrates its template once; each database is then a copy of the template. */
export async function startTestCluster(): Promise<TestCluster> {
  await sweep();
  const dataDir = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const postgres = await launchPostgres({ dataDir, settings: { durable: false } });
  const admin = new pg.Client({ connectionString: postgres.adminUrl });
  const stop = async () => {
    await admin.end();
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await admin.connect();
    await admin.query(`create database ${TEMPLATE}`);
    await migrate(at(postgres.adminUrl, TEMPLATE));
    await admin.query(`alter database ${TEMPLATE} with is_template true allow_connections false`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { dataDir, create: () => create(admin, postgres.adminUrl), drop: (adminUrl) => drop(admin, adminUrl), stop };
}

async function create(admin: pg.Client, serverUrl: string): Promise<DatabaseUrls> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await admin.query(`create database ${name} template ${TEMPLATE} strategy file_copy`);
  const adminUrl = at(serverUrl, name);
  return { adminUrl, appUrl: appUrl(adminUrl) };
}

async function drop(admin: pg.Client, adminUrl: string): Promise<void> {
  const name = admin.escapeIdentifier(new URL(adminUrl).pathname.slice(1));
  await admin.query(`drop database if exists ${name} with (force)`);
}

function at(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** Removes the folders of runs that were killed; their servers ended with them. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]);
    if (pid && !isRunning(pid)) await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

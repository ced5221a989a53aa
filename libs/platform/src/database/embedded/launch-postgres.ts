import { realpathSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findBinaries } from './binaries.js';
import { ensureDataFolder, readPidFile, type Programs } from './data-folder.js';
import { EmbeddedDatabaseError } from './embedded-database.errors.js';
import { withFileLock } from './file-lock.js';
import { joinCluster, type Lease } from './leases.js';
import { readSecrets } from './secrets.js';
import { isOurServer, removeStalePidFile, startServer, stopServer, untilGone } from './server-process.js';
import type { PostgresSettings } from './settings.js';
import { chooseLaunch } from './unprivileged.js';

export interface LaunchOptions {
  /** Folder of the installation; the database lives in `<dataDir>/postgres`. */
  dataDir: string;
  /** `service` (npm start) outlives commands and never leans on the cluster of one; `command` ends with its work. */
  part?: 'service' | 'command';
  /** Receives a sentence when the launcher has to wait for somebody. */
  log?: (sentence: string) => void;
  settings?: PostgresSettings;
}

export interface EmbeddedPostgres {
  /** The administrator's address, `postgres://postgres:<password>@127.0.0.1:<port>/postgres`. */
  adminUrl: string;
  /** True when another process of this installation runs the cluster. */
  adopted: boolean;
  /** Leaves the cluster; the process that started it also ends it, after the guests have left (10 s at most for a service). */
  stop(): Promise<void>;
  /** Settles when the cluster has ended, by `stop` or on its own. */
  ended: Promise<void>;
}

interface Site {
  folder: string;
  lock: string;
  password: string;
  part: 'service' | 'command';
  log: (sentence: string) => void;
  settings: PostgresSettings;
}

const SERVICE_PATIENCE_MS = 10_000;
const POLL_MS = 100;

/**
 * The embedded PostgreSQL of a data folder: adopts the live cluster of another process, recovers one that was killed, starts it
 * otherwise (making its folder the first time). Throws EmbeddedDatabaseError with a sentence.
 */
export async function launchPostgres(options: LaunchOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const { databasePassword: password } = await readSecrets(dataDir);
  const { part = 'command', log = () => undefined, settings = {} } = options;
  const site: Site = {
    folder: join(dataDir, 'postgres'),
    lock: join(dataDir, 'postgres.lock'),
    password,
    part,
    log,
    settings,
  };
  for (let isTold = false; ; isTold = true) {
    const launched = await withFileLock(site.lock, () => adoptOrStart(site));
    if (launched) return launched;
    if (!isTold) log('A console command is using the database; waiting for it to finish.');
    await sleep(POLL_MS);
  }
}

/** Undefined when a service has to wait for the command that runs the cluster. */
async function adoptOrStart(site: Site): Promise<EmbeddedPostgres | undefined> {
  const live = await findLive(site);
  if (!live) return start(site);
  const parts = await live.lease.others();
  if (parts.includes('service') || (parts.includes('command') && site.part === 'command')) {
    return { adminUrl: live.adminUrl, adopted: true, stop: () => live.lease.end(), ended: live.lease.ended };
  }
  await live.lease.end();
  if (parts.includes('command')) return undefined;
  await stopServer(live.pid, site.folder); // its starter was killed: nobody would end it
  return start(site);
}

async function findLive(site: Site): Promise<{ adminUrl: string; lease: Lease; pid: number } | undefined> {
  for (const deadline = Date.now() + SERVICE_PATIENCE_MS; ;) {
    const file = readPidFile(site.folder);
    if (!file) return undefined;
    const adminUrl = addressOf(site, file.port);
    const lease = await tryJoin(adminUrl, site);
    if (lease) return { adminUrl, lease, pid: file.pid };
    if (!isOurServer(file.pid, site.folder)) {
      removeStalePidFile(site.folder);
      return undefined;
    }
    if (Date.now() > deadline) return untilGone(file.pid, site.folder).then(() => undefined);
    await sleep(POLL_MS); // it is starting up, or shutting down
  }
}

/** A session on the cluster, or undefined when what answers there is not it. A wrong password is an error: waiting mends nothing. */
async function tryJoin(adminUrl: string, site: Site): Promise<Lease | undefined> {
  try {
    const lease = await joinCluster(adminUrl, 'guest');
    if (realpathSync(lease.dataDirectory) === realpathSync(site.folder)) return lease;
    await lease.end();
  } catch {
    // nothing listens, or somebody else's server does; whether ours is alive is seen from its process
  }
  return undefined;
}

async function start(site: Site): Promise<EmbeddedPostgres> {
  const programs: Programs = { ...findBinaries(), launch: chooseLaunch(), isDurable: site.settings.durable ?? true };
  await ensureDataFolder(site.folder, site.password, programs);
  const { port, child } = await startServer(site.folder, programs, site.settings);
  const pid = child.pid as number;
  const adminUrl = addressOf(site, port);
  try {
    const lease = await joinCluster(adminUrl, site.part);
    return { adminUrl, adopted: false, stop: () => stopWhenUnused(site, lease, pid), ended: lease.ended };
  } catch (error) {
    await stopServer(pid, site.folder);
    const reason = (error as Error).message;
    throw new EmbeddedDatabaseError(
      `The password in secrets.json does not open ${site.folder} (${reason}). Restore the file.`,
    );
  }
}

async function stopWhenUnused(site: Site, lease: Lease, pid: number): Promise<void> {
  const deadline = site.part === 'service' ? Date.now() + SERVICE_PATIENCE_MS : Infinity;
  for (let isTold = false; ; isTold = true) {
    const isStopped = await withFileLock(site.lock, async () => {
      const guests = await lease.others().catch(() => []);
      if (guests.length > 0 && Date.now() < deadline) return false;
      await lease.end().catch(() => undefined);
      await stopServer(pid, site.folder);
      return true;
    });
    if (isStopped) return;
    if (!isTold) site.log('Another command is using the database; waiting for it before stopping.');
    await sleep(POLL_MS);
  }
}

const addressOf = ({ password }: Site, port: number): string =>
  `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;

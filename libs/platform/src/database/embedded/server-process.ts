import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { pidFilePath, readPidFile, type Programs } from './data-folder.js';
import { EmbeddedDatabaseError } from './embedded-database.errors.js';
import { isAlive } from './file-lock.js';
import { settingWords, type PostgresSettings } from './settings.js';
import { spawnAs } from './unprivileged.js';

const START_MS = 60_000; // recovery after a crash replays up to max_wal_size
const STOP_MS = 60_000;
const ATTEMPTS = 5;
const LOG_BYTES = 10_000_000;

/** Starts the server on a free port of 127.0.0.1 and waits until it accepts connections. Its output goes to `<folder>.log`. */
export async function startServer(
  folder: string,
  programs: Programs,
  settings: PostgresSettings,
): Promise<{ port: number; child: ChildProcess }> {
  let complaint = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = await freePort();
    const { child, output } = spawnServer(folder, port, programs, settings);
    if (await becomesReady(child, folder)) return { port, child };
    complaint = output();
    if (!/bind|in use|shared memory block/.test(complaint)) break; // someone took the port, or the old server is not gone yet
    await sleep(200);
  }
  throw new EmbeddedDatabaseError(
    `PostgreSQL did not start on ${folder}: ${complaint.trim() || 'see its log'} (${folder}.log)`,
  );
}

function spawnServer(folder: string, port: number, { postgres, launch }: Programs, settings: PostgresSettings) {
  const path = `${folder}.log`;
  const log = openSync(path, sizeOf(path) > LOG_BYTES ? 'w' : 'a', 0o600);
  const before = sizeOf(path);
  const words = [...launch.prefix, postgres, '-D', folder, '-p', String(port), ...settingWords(settings)];
  // A session of its own: Ctrl-C at the terminal reaches the application first, which then stops the database.
  const child = spawn(words[0] as string, words.slice(1), {
    ...spawnAs(launch),
    detached: true,
    stdio: ['ignore', log, log],
  });
  child.unref();
  closeSync(log);
  return { child, output: () => readFileSync(path, 'utf8').slice(before) };
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

async function becomesReady(child: ChildProcess, folder: string): Promise<boolean> {
  const failures: Error[] = [];
  child.once('error', (error) => failures.push(error));
  const deadline = Date.now() + START_MS;
  while (child.exitCode === null && child.signalCode === null && failures.length === 0 && Date.now() < deadline) {
    const file = readPidFile(folder);
    if (file?.isReady && file.pid === child.pid) return true;
    await sleep(10);
  }
  if (failures[0]) throw new EmbeddedDatabaseError(`PostgreSQL cannot be run: ${failures[0].message}`);
  if (child.exitCode === null) child.kill('SIGINT');
  return false;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Asks the server to end its sessions and close its files (SIGINT, "fast"), and waits until it has. */
export async function stopServer(pid: number, folder: string): Promise<void> {
  if (isAlive(pid)) process.kill(pid, 'SIGINT');
  await untilGone(pid, folder);
}

/** Waits until the server has ended. Throws EmbeddedDatabaseError after a minute. */
export async function untilGone(pid: number, folder: string): Promise<void> {
  const deadline = Date.now() + STOP_MS;
  while (isAlive(pid) && !isZombie(pid)) {
    if (Date.now() > deadline)
      throw new EmbeddedDatabaseError(`PostgreSQL (process ${pid}) does not end; see ${folder}.log`);
    await sleep(10);
  }
}

/** Ended, and not yet collected by a parent that has other things to do (a container without an init process). */
function isZombie(pid: number): boolean {
  try {
    return /^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false; // no /proc on this system
  }
}

/** Whether the process is a PostgreSQL server of this folder, rather than one that was given the same id later. */
export function isOurServer(pid: number, folder: string): boolean {
  if (!isAlive(pid) || isZombie(pid)) return false;
  const shown = existsSync('/proc/self/cmdline')
    ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    : spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  return shown.includes(folder);
}

/** Removes the pid file of a server that is gone, whose process id may by now belong to something else. */
export function removeStalePidFile(folder: string): void {
  rmSync(pidFilePath(folder), { force: true });
}

import { readFileSync, statSync } from 'node:fs';
import { open, rm, utimes } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedDatabaseError } from './embedded-database.errors.js';

const HEARTBEAT_MS = 1000;
const STALE_MS = 10_000;

/**
 * Runs `work` while no other process holds `path`. The file carries the holder's process id and is touched every second, so a
 * lock left behind by a killed process is taken over: at once when its process is gone, after 10 s when the id was reused.
 * Throws EmbeddedDatabaseError after `patienceMs` (milliseconds).
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>, patienceMs = 120_000): Promise<T> {
  await take(path, Date.now() + patienceMs);
  const heartbeat = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), HEARTBEAT_MS);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(path, { force: true });
  }
}

async function take(path: string, deadline: number): Promise<void> {
  while (!(await create(path))) {
    if (isAbandoned(path)) await rm(path, { force: true });
    else if (Date.now() > deadline)
      throw new EmbeddedDatabaseError(`Another process holds ${path}; end it and try again.`);
    else await sleep(25);
  }
}

async function create(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.write(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isAbandoned(path: string): boolean {
  try {
    const age = Date.now() - statSync(path).mtimeMs;
    const holder = Number(readFileSync(path, 'utf8'));
    return age > STALE_MS || (holder > 0 && !isAlive(holder));
  } catch {
    return false; // released between two looks
  }
}

/** Whether a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

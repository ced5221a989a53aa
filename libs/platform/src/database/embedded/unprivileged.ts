import { spawnSync } from 'node:child_process';
import { chownSync } from 'node:fs';

const NOBODY = 65534;

/** How to start a PostgreSQL program, which refuses to run as root. */
export interface Launch {
  /** Words before the program's path. */
  prefix: string[];
  /** Set when the program runs under another user: its files must belong to it. */
  uid?: number;
}

type Probe = (words: string[]) => boolean;

const runs: Probe = ([command = '', ...args]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/**
 * As root: a user namespace in which root is called nobody (files stay root's), else the user nobody.
 * On Linux PostgreSQL is also told to end cleanly (SIGINT) when the process that started it dies, however it dies.
 */
export function chooseLaunch(isRoot = process.getuid?.() === 0, works: Probe = runs): Launch {
  const namespace = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];
  const launch: Launch = { prefix: [] };
  if (isRoot && works([...namespace, 'true'])) launch.prefix = namespace;
  else if (isRoot) launch.uid = NOBODY;
  const guard = ['setpriv', '--pdeathsig', 'SIGINT'];
  if (process.platform === 'linux' && works([...guard, 'true'])) launch.prefix = [...launch.prefix, ...guard];
  return launch;
}

/** Options of `spawn` for this launch. */
export function spawnAs(launch: Launch): { uid?: number; gid?: number } {
  return launch.uid === undefined ? {} : { uid: launch.uid, gid: launch.uid };
}

/** Gives a file or folder to the user that PostgreSQL runs under. */
export function giveTo(launch: Launch, path: string): void {
  if (launch.uid !== undefined) chownSync(path, launch.uid, launch.uid);
}

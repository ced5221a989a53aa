import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runtime } from './workspace.mjs';

const preload = join(root, 'scripts', 'end-with-parent.mjs');

/** Starts a script under the project's runtime; it ends when this process does, however this process ends. */
export function spawnTied(script, words = [], { flags = ['--enable-source-maps'], ...options } = {}) {
  const stdio = options.stdio ?? ['inherit', 'inherit', 'inherit', 'ipc'];
  return spawn(runtime(), [...flags, '--import', preload, script, ...words], {
    cwd: root,
    ...options,
    stdio,
  });
}

/**
 * Hands the terminal over to a script and answers its exit code. Signals are passed on; the script has a session of its own when
 * `isDetached`, so that Ctrl-C reaches it once and through us.
 */
export function handOver(script, words, { isDetached = false, flags } = {}) {
  const child = spawnTied(script, words, { detached: isDetached, flags });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const watch = endWithNpm(() => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('exit', (code, signal) => {
      clearInterval(watch);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

/** Calls `end` when npm ends: it passes signals on to its shell only, which does not tell us; we are then given another parent. */
export function endWithNpm(end) {
  const parents = lineage();
  if (!process.env.npm_lifecycle_event) return undefined;
  return setInterval(() => lineage() !== parents && end(), 1000).unref();
}

/** Our parent (npm's shell) and, where /proc tells, its own (npm). */
function lineage() {
  const stat = `/proc/${process.ppid}/stat`;
  const grandparent = existsSync('/proc/self/stat') ? readStat(stat).split(') ').at(-1).split(' ')[1] : '';
  return `${process.ppid} ${grandparent}`;
}

function readStat(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ') gone gone'; // the parent has just ended
  }
}

import { join } from 'node:path';
import { spawnTied } from './handover.mjs';
import { root } from './workspace.mjs';

const DRAIN_MS = 10_000;
const HEALTHY_MS = 60_000;
const MAX_DELAY_MS = 30_000;
const ATTEMPTS_AT_START = 3;

/**
 * Keeps `dist/apps/<name>` running: a crash is followed by a new start, after 0.5 s, 1 s, 2 s ... 30 s. One that ends three times in
 * a row without ever having lived a minute settles `failed`: its reason stands in its output and will not mend itself.
 */
export function keepRunning(name, env, say) {
  const part = { child: undefined, timer: undefined, crashes: 0, isStopping: false, everHealthy: false };
  let fail;
  const failed = new Promise((resolve) => (fail = resolve));
  const launch = () => {
    const startedAt = Date.now();
    part.child = spawnTied(join(root, 'dist', 'apps', name, 'src', 'main.js'), [], {
      env,
      detached: true, // Ctrl-C comes through the supervisor, once
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    part.child.once('exit', (code, signal) => {
      part.child = undefined;
      if (part.isStopping) return;
      if (Date.now() - startedAt > HEALTHY_MS) Object.assign(part, { crashes: 0, everHealthy: true });
      part.crashes += 1;
      if (!part.everHealthy && part.crashes >= ATTEMPTS_AT_START) {
        say(`${name} does not start (${signal ?? `exit code ${code}`}); the reason stands above.`);
        return fail();
      }
      const delay = Math.min(250 * 2 ** part.crashes, MAX_DELAY_MS);
      say(`${name} ended (${signal ?? `exit code ${code}`}); starting it again in ${delay / 1000} s.`);
      part.timer = setTimeout(launch, delay);
    });
  };
  launch();
  return { failed, stop: () => stop(part), kill: () => part.child?.kill('SIGKILL') };
}

/** Asks the process to end its work; after 10 s it is killed. */
async function stop(part) {
  part.isStopping = true;
  clearTimeout(part.timer);
  const { child } = part;
  if (!child) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const force = setTimeout(() => child.kill('SIGKILL'), DRAIN_MS);
  child.kill('SIGTERM');
  await gone;
  clearTimeout(force);
}

// npm run -s console -- <command>: the bootstrap speaks on standard error only, standard output belongs to the command.
import { join } from 'node:path';
import { handOver } from './handover.mjs';
import { ensureBuilt, ensureInstalled, readDotEnv, root, start } from './workspace.mjs';

start(async () => {
  readDotEnv();
  await ensureInstalled(console.error);
  await ensureBuilt(console.error);
  process.exitCode = await handOver(join(root, 'scripts', 'run-console.mjs'), process.argv.slice(2), {
    isDetached: false,
  });
});

// npm run screenshots, npm run lighthouse: a script of test/looks under the project's runtime, with what it wants to be there.
import { join } from 'node:path';
import { handOver } from './handover.mjs';
import { ensureBuilt, ensureInstalled, readDotEnv, root, start } from './workspace.mjs';

start(async () => {
  readDotEnv();
  await ensureInstalled(console.error);
  await ensureBuilt(console.error);
  const [name, ...words] = process.argv.slice(2);
  const flags = ['--enable-source-maps', '--import', join(root, 'test', 'support', 'typescript-hooks.mjs')];
  process.exitCode = await handOver(join(root, 'test', 'looks', `${name}.ts`), words, { flags });
});

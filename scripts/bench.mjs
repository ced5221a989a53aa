// npm run bench [-- name]: each file of test/bench whose name contains the word, one after the other, under the project's runtime.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { handOver } from './handover.mjs';
import { ensureBuilt, ensureInstalled, readDotEnv, Refusal, root, start } from './workspace.mjs';

function benches(word) {
  const folder = join(root, 'test', 'bench');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.bench.ts')) : [];
  const wanted = names.filter((name) => name.includes(word));
  if (wanted.length > 0) return wanted.map((name) => join(folder, name));
  throw new Refusal(`No benchmark is called "${word}". There are: ${names.join(', ') || 'none yet'}.`);
}

start(async () => {
  readDotEnv();
  await ensureInstalled(console.error);
  await ensureBuilt(console.error);
  const flags = ['--enable-source-maps', '--import', join(root, 'test', 'support', 'typescript-hooks.mjs')];
  for (const script of benches(process.argv[2] ?? '')) {
    process.exitCode = await handOver(script, process.argv.slice(3), { flags });
    if (process.exitCode !== 0) break;
  }
});

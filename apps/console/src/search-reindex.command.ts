import type { Command } from 'commander';
import { Reindex } from '#libs/search';
import { withApp } from './with-app.js';

export function addSearchReindex(search: Command): void {
  search
    .command('reindex')
    .description('Rebuild the region-wide index while it serves.')
    .option('--json', 'one JSON object on standard output')
    .action(async ({ json }: { json?: boolean }) => {
      const begun = Date.now();
      const done = await withApp((app) => app.get(Reindex, { strict: false }).run());
      const seconds = (Date.now() - begun) / 1000;
      if (json) console.log(JSON.stringify({ ...(done as object | undefined), seconds }));
      else console.error(`Reindexed in ${seconds.toFixed(1)} s.`);
    });
}

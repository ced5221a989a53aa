import type { Command } from 'commander';
import { SearchIndex } from '#libs/search';
import { withApp } from './with-app.js';

export function addSearchReindex(search: Command): void {
  search
    .command('reindex')
    .description('Rebuild the region-wide index while it serves.')
    .option('--json', 'one JSON object on standard output')
    .action(async ({ json }: { json?: boolean }) => {
      const begun = Date.now();
      const done = await withApp((app) => app.get(SearchIndex, { strict: false }).reindex());
      const seconds = (Date.now() - begun) / 1000;
      if (json) console.log(JSON.stringify({ ...(done as object | undefined), seconds }));
      else console.error(`Reindexed in ${seconds.toFixed(1)} s.`);
    });
}

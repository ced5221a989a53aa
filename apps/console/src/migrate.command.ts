import type { Command } from 'commander';
import { migrate } from '#libs/platform';
import { UsageError } from './usage-error.js';

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('Bring the database of DATABASE_URL to the current schema.')
    .option('--json', 'one JSON object on standard output')
    .action(async ({ json }: { json?: boolean }) => {
      const url = process.env['DATABASE_URL'];
      if (!url) throw new UsageError('DATABASE_URL names no database.');
      const applied = await migrate(url);
      if (json) console.log(JSON.stringify({ applied }));
      else console.log(applied.length === 0 ? 'Already current.' : `Applied: ${applied.join(', ')}`);
    });
}

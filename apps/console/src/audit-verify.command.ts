import type { Command } from 'commander';
import { AuditLog } from '#libs/audit';
import { RefusedError } from './refused-error.js';
import { withApp } from './with-app.js';

export function addAuditVerify(audit: Command): void {
  audit
    .command('verify')
    .description('Read the whole audit log: exit 1 where a row is not as it was written. Keep the last hash elsewhere.')
    .option('--json', 'one JSON object on standard output')
    .action(async ({ json }: { json?: boolean }) => {
      const check = await withApp((app) => app.get(AuditLog, { strict: false }).verify());
      if (json) console.log(JSON.stringify(check));
      else console.log(`${check.entries} rows, the last hash is ${check.head ?? '(none)'}.`);
      if (check.broken !== null)
        throw new RefusedError(`Row ${check.broken} is not as it was written, or one before it is missing.`);
    });
}

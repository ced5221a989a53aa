import type { Command } from 'commander';
import { Initiatives, MerchantImports } from '#libs/imports';
import { checkFile, importFile, type ImportFlags } from './import-file.js';
import { RefusedError } from './refused-error.js';
import { withApp } from './with-app.js';

export function addMerchantsImport(merchants: Command): void {
  merchants
    .command('import <file>')
    .description(
      'Turn a register (SIRENE), an extract of OpenStreetMap or a list into shops that wait for their owner.',
    )
    .requiredOption('--initiative <slug>', 'in whose name')
    .option('--dry-run', 'check the file and count what would change; nothing is written')
    .option('--report <out.csv>', 'write the refused rows with their reasons')
    .option('--json', 'one JSON object on standard output')
    .action(async (file: string, flags: ImportFlags & { initiative: string }) => {
      await checkFile(file);
      await withApp(async (app) => {
        const initiative = await app.get(Initiatives, { strict: false }).bySlug(flags.initiative);
        if (!initiative) throw new RefusedError(`No initiative is called ${flags.initiative}.`);
        const imports = app.get(MerchantImports, { strict: false });
        const importer = {
          prepare: (incoming: Parameters<MerchantImports['prepare']>[1]) =>
            imports.prepare(initiative.initiativeId, incoming),
          run: imports.run.bind(imports),
          notes: (id: string, page: Parameters<MerchantImports['notes']>[2]) => imports.notes(id, 'region', page),
          report: (id: string, say: Parameters<MerchantImports['report']>[2]) => imports.report(id, 'region', say),
        };
        await importFile(importer, file, flags);
      });
    });
}

import { type Command, Option } from 'commander';
import { INITIATIVE_KINDS, type InitiativeInput, initiativeInput, Initiatives } from '#libs/imports';
import { UsageError } from './usage-error.js';
import { withApp } from './with-app.js';

export function addInitiativesAdd(initiatives: Command): void {
  initiatives
    .command('add <slug>')
    .description('A chamber, union, town or association whose agents import files; a known one gets the new name.')
    .requiredOption('--name <name>', 'as it is shown')
    .addOption(new Option('--kind <kind>', 'what it is').choices(INITIATIVE_KINDS).makeOptionMandatory())
    .option('--json', 'one JSON object on standard output')
    .action(async (slug: string, { name, kind, json }: InitiativeInput & { json?: boolean }) => {
      const input = initiativeInput.safeParse({ slug, name, kind });
      if (!input.success) throw new UsageError('The slug is 3 to 40 of a-z, 0-9 and hyphen; the name is not empty.');
      const saved = await withApp((app) => app.get(Initiatives, { strict: false }).save(input.data));
      console.log(json ? JSON.stringify(saved) : saved.slug);
    });
}

import { type Command, InvalidArgumentError } from 'commander';
import {
  MAPPED_FIELDS,
  PRODUCT_FORMATS,
  type ProductFileOptions,
  ProductImports,
  type ProductMapping,
  SEVERAL,
} from '#libs/imports';
import { asShop } from '#libs/tenancy';
import { checkFile, importFile, type ImportFlags } from './import-file.js';
import { shopOf } from './shop-of.js';
import { UsageError } from './usage-error.js';
import { withApp } from './with-app.js';

const RATES = [20, 10, 5.5, 2.1, 0];

interface Flags extends ImportFlags {
  shop: string;
  vat?: number;
  withoutTax?: boolean;
  map: ProductMapping['columns'];
  vatRule: Record<string, number>;
}

/** `--map photos="Photo 1" --map photos="Photo 2"`, gathered. */
function addColumn(text: string, columns: ProductMapping['columns']): ProductMapping['columns'] {
  const [, name = '', column = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  const field = MAPPED_FIELDS.find((each) => each.toLowerCase() === name.trim().toLowerCase());
  if (!field || column.trim() === '') {
    throw new InvalidArgumentError(`field=Column is wanted; the fields are ${MAPPED_FIELDS.join(', ')}.`);
  }
  const named = [...(columns[field] ?? []), column.trim()];
  const most = SEVERAL[field] ?? 1;
  if (named.length > most) throw new InvalidArgumentError(`${field} is ${most} column${most > 1 ? 's' : ''} at most.`);
  return { ...columns, [field]: named };
}

const MAP_HELP = `
Files of other systems are recognised by their columns: ${PRODUCT_FORMATS.map(({ name }) => name).join(', ')}.
Any other CSV or XLSX goes in by its columns, which are remembered for the shop's next file of the same shape:
  products import stock.csv --shop fleurs --map name=Titre --map price="Prix TTC" --map stock=Qté
Fields: ${MAPPED_FIELDS.map((field) => (SEVERAL[field] ? `${field} (up to ${SEVERAL[field]})` : field)).join(', ')}.
weight is in grams, weightKg in kilograms; rows that share group (or the name, with an option) are one product's variants.
PrestaShop names its rates by numbers: --vat 20 --vat-rule 3=5.5 tells them, and they are remembered for the shop.`;

const rate = (text: string): number => {
  const value = Number(text.replace(',', '.').replace('%', ''));
  if (!RATES.includes(value)) throw new InvalidArgumentError(`One of ${RATES.join(', ')} is wanted.`);
  return value;
};

/** `--vat-rule 3=5.5`, gathered. */
function addRule(text: string, rules: Record<string, number>): Record<string, number> {
  const [, rule, percent] = /^\s*([\w-]{1,20})\s*=(.+)$/.exec(text) ?? [];
  if (rule === undefined || percent === undefined) throw new InvalidArgumentError('rule=rate is wanted, as in 3=5.5.');
  return { ...rules, [rule]: rate(percent) };
}

export function addProductsImport(products: Command): void {
  products
    .command('import <file>')
    .description('Take the products of another shop system, or of any table, into a shop.')
    .requiredOption('--shop <slug>', 'into which shop')
    .option('--vat <rate>', 'VAT of the products in percent: 20, 10, 5.5, 2.1 or 0', rate)
    .option('--vat-rule <rule=rate>', 'the VAT of a tax rule of the old shop, remembered; repeatable', addRule, {})
    .option('--without-tax', 'the prices of the file are without tax; --vat is added to them')
    .option('--map <field=Column>', 'which column a field is, for a file of no known system; repeatable', addColumn, {})
    .option('--dry-run', 'check the file and count what would change; nothing is written')
    .option('--report <out.csv>', 'write what was left out with the reasons')
    .option('--json', 'one JSON object on standard output')
    .addHelpText('after', MAP_HELP)
    .action(async (file: string, flags: Flags) => {
      if (flags.withoutTax && flags.vat === undefined) throw new UsageError('--without-tax needs --vat.');
      await checkFile(file);
      await withApp(async (app) => {
        const { shopId } = await shopOf(app, flags.shop);
        const imports = app.get(ProductImports, { strict: false });
        await asShop(shopId, async () => {
          const ended = await importFile(importerOf(imports, shopId), file, flags, optionsOf(flags));
          if (ended.problem?.code === 'imports.unknown_format') console.error(await howToMap(imports, ended.importId));
          if (ended.tally['imports.vat_missing']) console.error(await howToTax(imports, ended.importId));
        });
      });
    });
}

const importerOf = (imports: ProductImports, shopId: string) => ({
  prepare: (incoming: Parameters<ProductImports['prepare']>[1]) => imports.prepare(shopId, incoming),
  run: imports.run.bind(imports),
  notes: (id: string, page: Parameters<ProductImports['notes']>[2]) => imports.notes(id, undefined, page),
  report: (id: string, say: Parameters<ProductImports['report']>[2]) => imports.report(id, undefined, say),
});

/** The guessed columns as the options to add. */
async function howToMap(imports: ProductImports, importId: string): Promise<string> {
  const { mapping } = await imports.columns(importId);
  const quoted = (text: string): string => (/^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  const guessed = Object.entries(mapping.columns).flatMap(([field, columns]) =>
    columns.map((column) => `--map ${field}=${quoted(column)}`),
  );
  const example = guessed.length > 0 ? guessed : ['--map name=COLONNE', '--map price=COLONNE'];
  return `Ajoutez par exemple : ${[...example, ...(mapping.priceIncludesTax ? [] : ['--without-tax --vat 20'])].join(' ')}`;
}

/** The options that say the rates a file leaves open. */
async function howToTax(imports: ProductImports, importId: string): Promise<string> {
  const open = (await imports.taxRules(importId)).filter((rule) => rule.rate === null);
  return `Ajoutez par exemple : ${['--vat 20', ...open.map(({ rule }) => `--vat-rule ${rule}=5.5`)].join(' ')}`;
}

function optionsOf({ vat, vatRule, withoutTax, map }: Flags): ProductFileOptions & Record<string, unknown> {
  const rate = vat !== undefined && { vatRate: vat };
  const mapping = { columns: map, ...(withoutTax && { priceIncludesTax: false }), ...rate };
  return {
    ...rate,
    ...(Object.keys(vatRule).length > 0 && { vatRules: vatRule }),
    ...(withoutTax && { priceIncludesTax: false }),
    ...(Object.keys(map).length > 0 && { mapping }),
  };
}

import { type Command, InvalidArgumentError } from 'commander';
import { ProductImports } from '#libs/imports';
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
}

const rate = (text: string): number => {
  const value = Number(text.replace(',', '.').replace('%', ''));
  if (!RATES.includes(value)) throw new InvalidArgumentError(`One of ${RATES.join(', ')} is wanted.`);
  return value;
};

export function addProductsImport(products: Command): void {
  products
    .command('import <file>')
    .description('Take the products of another shop system (Shopify, WooCommerce) into a shop.')
    .requiredOption('--shop <slug>', 'into which shop')
    .option('--vat <rate>', 'VAT of the products in percent: 20, 10, 5.5, 2.1 or 0', rate)
    .option('--without-tax', 'the prices of the file are without tax; --vat is added to them')
    .option('--dry-run', 'check the file and count what would change; nothing is written')
    .option('--report <out.csv>', 'write what was left out with the reasons')
    .option('--json', 'one JSON object on standard output')
    .action(async (file: string, flags: Flags) => {
      if (flags.withoutTax && flags.vat === undefined) throw new UsageError('--without-tax needs --vat.');
      await checkFile(file);
      await withApp(async (app) => {
        const { shopId } = await shopOf(app, flags.shop);
        const imports = app.get(ProductImports, { strict: false });
        await asShop(shopId, () => importFile(importerOf(imports, shopId), file, flags, optionsOf(flags)));
      });
    });
}

const importerOf = (imports: ProductImports, shopId: string) => ({
  prepare: (incoming: Parameters<ProductImports['prepare']>[1]) => imports.prepare(shopId, incoming),
  run: imports.run.bind(imports),
  notes: (id: string, page: Parameters<ProductImports['notes']>[2]) => imports.notes(id, undefined, page),
  report: (id: string, say: Parameters<ProductImports['report']>[2]) => imports.report(id, undefined, say),
});

const optionsOf = ({ vat, withoutTax }: Flags): Record<string, unknown> => ({
  ...(vat !== undefined && { vatRate: vat }),
  ...(withoutTax && { priceIncludesTax: false }),
});

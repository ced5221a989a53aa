import { type ImportRecord, MAPPED_FORMAT, PRODUCT_FORMATS, ProductImports, type TaxRule } from '#libs/imports';
import { rateChoices, taxChoices } from './import-columns.mapper.js';
import { moneyText } from '../http/wording.js';

type Say = (key: string, values?: Record<string, unknown>) => string;
type Draft = Awaited<ReturnType<ProductImports['preview']>>[number];

/** Products shown before a file goes in. */
export const CARDS = 6;

/** What a checked file's page says beside its figures: whose file it is, what is missing, its first products. */
export function checkedView(say: Say, record: ImportRecord, { drafts, rules }: { drafts: Draft[]; rules: TaxRule[] }) {
  const base = `/produits/imports/${record.importId}`;
  const isOwn = record.format === MAPPED_FORMAT;
  const isUnknown = record.problem?.code === 'imports.unknown_format';
  const isTaxOpen = record.dryRun && (record.tally['imports.vat_missing'] ?? 0) > 0;
  const { vatRate } = record.options as { vatRate?: number };
  const name = PRODUCT_FORMATS.find(({ id }) => id === record.format)?.name;
  return {
    recognised: isOwn ? say('recognised_own') : name ? say('recognised', { name }) : null,
    columnsUrl: isUnknown || (isOwn && record.dryRun) ? `${base}/colonnes` : null,
    isUnknown,
    recheck:
      isTaxOpen || (record.dryRun && rules.length > 0)
        ? {
            action: `${base}/verification`,
            title: say(isTaxOpen ? 'vat_missing' : 'rules'),
            hint: rules.length > 0 ? say('rules_hint') : null,
            rates: rateChoices(say, vatRate).slice(isTaxOpen ? 1 : 0),
            taxes: isTaxOpen ? taxChoices(say, 'excluded', ['excluded', 'included']) : null,
            rules: rules.map(({ rule, rate }) => ({
              name: `regle-${rule}`,
              label: say('rule', { rule }),
              rates: rateChoices(say, rate, 'rule_open'),
            })),
          }
        : null,
    cards: drafts.map((draft) => cardOf(say, draft)),
  };
}

function cardOf(say: Say, { name, variants, categories, photos, published }: Draft) {
  const prices = variants.map(({ priceCents }) => priceCents);
  const lowest = Math.min(...prices);
  const price = lowest === Math.max(...prices) ? moneyText(lowest) : say('from', { price: moneyText(lowest) });
  const counted = variants.flatMap(({ stock }) => stock ?? []);
  const facts = [
    categories[0],
    variants.length > 1 ? say('variants', { count: variants.length }) : null,
    counted.length > 0 ? say('pieces', { count: counted.reduce((sum, stock) => sum + stock, 0) }) : null,
    photos.length > 0 ? say('photos_to_come', { count: photos.length }) : null,
  ];
  return { name, price, facts: facts.filter(Boolean), hidden: published ? null : say('comes_hidden') };
}

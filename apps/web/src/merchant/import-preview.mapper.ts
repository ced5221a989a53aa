import { type ImportRecord, MAPPED_FORMAT, PRODUCT_FORMATS, ProductImports } from '#libs/imports';
import { formatCents } from '#libs/kernel';
import { rateChoices, taxChoices } from './import-columns.mapper.js';

type Say = (key: string, values?: Record<string, unknown>) => string;
type Draft = Awaited<ReturnType<ProductImports['preview']>>[number];

/** Products shown before a file goes in. */
export const CARDS = 6;

/** What a checked file's page says beside its figures: whose file it is, what is missing, its first products. */
export function checkedView(say: Say, record: ImportRecord, drafts: Draft[]) {
  const base = `/produits/imports/${record.importId}`;
  const isOwn = record.format === MAPPED_FORMAT;
  const isUnknown = record.problem?.code === 'imports.unknown_format';
  const isTaxOpen = record.dryRun && (record.tally['imports.vat_missing'] ?? 0) > 0;
  const name = PRODUCT_FORMATS.find(({ id }) => id === record.format)?.name;
  return {
    recognised: isOwn ? say('recognised_own') : name ? say('recognised', { name }) : null,
    columnsUrl: isUnknown || (isOwn && record.dryRun) ? `${base}/colonnes` : null,
    isUnknown,
    recheck: isTaxOpen
      ? {
          action: `${base}/verification`,
          rates: rateChoices(say, null).slice(1),
          taxes: taxChoices(say, 'excluded', ['excluded', 'included']),
        }
      : null,
    cards: drafts.map((draft) => cardOf(say, draft)),
  };
}

function cardOf(say: Say, { name, variants, categories, photos, published }: Draft) {
  const prices = variants.map(({ priceCents }) => priceCents);
  const lowest = Math.min(...prices);
  const price = lowest === Math.max(...prices) ? formatCents(lowest) : say('from', { price: formatCents(lowest) });
  const counted = variants.flatMap(({ stock }) => stock ?? []);
  const facts = [
    categories[0],
    variants.length > 1 ? say('variants', { count: variants.length }) : null,
    counted.length > 0 ? say('pieces', { count: counted.reduce((sum, stock) => sum + stock, 0) }) : null,
    photos.length > 0 ? say('photos_to_come', { count: photos.length }) : null,
  ];
  return { name, price, facts: facts.filter(Boolean), hidden: published ? null : say('comes_hidden') };
}

import type { EntityManager } from 'typeorm';
import type { SavedImport } from '#libs/catalog';
import type { Applied, RowNote } from '../engine/import-kind.js';
import type { Reason } from '../engine/import-record.js';
import { addCombinations, type CombinationsDraft, type ProductDraft, withCombinations } from '../formats/index.js';
import { findParts, lockParts, type ProductPart, storeParts } from './product-parts.js';
import { checkProduct } from './product-row.js';

/** A product as it goes in; `raw` as it was read, when a second file may add to it. */
export interface ReadProduct {
  kind: 'product';
  draft: ProductDraft;
  raw?: ProductDraft;
}

export type ProductItem = ReadProduct | CombinationsDraft;

/** Writes products to the catalogue, one answer each. */
export type SaveProducts = (drafts: ProductDraft[]) => Promise<SavedImport[]>;

interface Target {
  source: string;
  /** Percent, where the product's own is not known. */
  vatRate?: number;
  save: SaveProducts;
}

interface Merged {
  index: number;
  part: ProductPart;
  draft: ProductDraft;
  notes: RowNote[];
}

/**
 * Products whose variants come in a second file. Each file's part is kept as it was read, so that either may come again: the
 * product is always put together from both, and combinations never outlive their product.
 */
export async function applyInTwoParts(tx: EntityManager, items: ProductItem[], target: Target): Promise<Applied[]> {
  await lockParts(tx);
  const known = new KnownParts(await findParts(tx, target.source, namesIn(items)));
  const answers = new Map<number, Applied>();
  const merged: Merged[] = [];
  for (const [index, item] of items.entries()) {
    const found = known.partOf(item);
    const checked = found
      ? merge(item, found, target.vatRate)
      : { code: 'imports.combinations_without_product', details: details(item) };
    if ('code' in checked) {
      answers.set(index, { outcome: 'refused', reason: checked });
      continue;
    }
    known.add(checked.part);
    merged.push({ index, ...checked });
  }
  const saved = await target.save(merged.map(({ draft }) => draft));
  const stored = new Map<string, ProductPart>();
  for (const [i, { index, part, notes }] of merged.entries()) {
    const { productId, outcome, reason } = saved[i] as SavedImport;
    answers.set(index, { outcome, notes, ...(reason && { reason }) });
    if (productId) stored.set(part.sourceKey, { ...part, productId });
  }
  await storeParts(tx, target.source, [...stored.values()]);
  return items.map((_, index) => answers.get(index) as Applied);
}

/** Parts of this chunk's products, those that its own rows bring included. */
class KnownParts {
  private readonly byKey = new Map<string, ProductPart>();
  private readonly byReference = new Map<string, ProductPart>();

  constructor(parts: ProductPart[]) {
    for (const part of parts) this.add(part);
  }

  add(part: ProductPart): void {
    this.byKey.set(part.sourceKey, part);
    if (part.reference) this.byReference.set(part.reference, part);
  }

  /** For a product its part with what the second file said before; for combinations their product's, null without one. */
  partOf(item: ProductItem): ProductPart | null {
    if (item.kind === 'combinations') {
      const byKey = item.productKey === undefined ? undefined : this.byKey.get(item.productKey);
      return byKey ?? (item.reference === undefined ? undefined : this.byReference.get(item.reference)) ?? null;
    }
    const product = withoutTraces(item.raw ?? item.draft);
    const was = this.byKey.get(product.sourceKey);
    return {
      productId: was?.productId ?? null,
      sourceKey: product.sourceKey,
      reference: product.variants[0]?.sku ?? null,
      product,
      combinations: was?.combinations ?? null,
    };
  }
}

function merge(item: ProductItem, found: ProductPart, vatRate?: number): Omit<Merged, 'index'> | Reason {
  if (item.kind === 'product' && !found.combinations) return { part: found, draft: item.draft, notes: [] };
  const part = item.kind === 'product' ? found : { ...found, combinations: addCombinations(found.combinations, item) };
  const rate = part.product.vatRate ?? vatRate;
  if (rate === undefined)
    return { code: 'imports.vat_missing', details: { line: item.kind === 'product' ? item.draft.line : item.line } };
  if (!part.combinations) return { part, draft: part.product, notes: [] };
  const checked = checkProduct(withCombinations(part.product, part.combinations, rate));
  return 'code' in checked ? checked : { part, ...checked };
}

const details = (item: ProductItem): Record<string, unknown> =>
  item.kind === 'product'
    ? {}
    : { line: item.line, product: item.productKey?.replace(/^id:/, '') ?? item.reference, rows: item.lines.length };

/** Lines and notes belong to one run of one file. */
const withoutTraces = (product: ProductDraft): ProductDraft => ({
  ...product,
  line: 0,
  lines: [],
  notes: [],
  variants: product.variants.map((variant) => ({ ...variant, line: 0 })),
});

function namesIn(items: ProductItem[]): { keys: string[]; references: string[] } {
  const keys = items.flatMap((item) => (item.kind === 'product' ? item.draft.sourceKey : (item.productKey ?? [])));
  const references = items.flatMap((item) => (item.kind === 'combinations' ? (item.reference ?? []) : []));
  return { keys, references };
}

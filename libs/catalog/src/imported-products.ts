import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { InvalidInputError } from '#libs/kernel';
import { currentShopId } from '#libs/tenancy';
import { CatalogNews } from './catalog-news.js';
import { allocateHandles, lockHandles } from './handles.js';
import { ImportedPhotos } from './imported-photos.js';
import type { ImportedProduct, SavedImport } from './imported-product.js';
import { hashOf, inputOf, planVariants, updatedProduct, type VariantPlan } from './imported-rows.js';
import { nameImportedPhotos } from './photos/variant-photos.js';
import { check, type CheckedInput, productInput } from './product-input.js';
import { insertProducts, type LockedProduct, lockImported, type ProductRow, updateProducts } from './product-rows.js';
import { newProduct, type WholeProduct } from './product-rules.js';
import { retireVariants } from './variants/variant-archive.js';
import { insertVariants, lockVariants, updateVariants, type VariantRow } from './variant-rows.js';

interface Checked {
  draft: ImportedProduct;
  input: CheckedInput;
}

interface Known extends Checked {
  was: LockedProduct;
}

/** Products of files, many at a time. */
@Injectable()
export class ImportedProducts {
  constructor(
    private readonly photos: ImportedPhotos,
    private readonly news: CatalogNews,
  ) {}

  /** One answer per draft, in their order. */
  async save(tx: EntityManager, drafts: readonly ImportedProduct[], source: string): Promise<SavedImport[]> {
    await lockHandles(tx);
    const results = new Map<ImportedProduct, SavedImport>();
    for (const batch of batchesOfDistinctKeys(drafts)) await this.saveBatch(tx, batch, source, results);
    return drafts.map((draft) => results.get(draft) as SavedImport);
  }

  /** Removes drafts of a source that were made between two instants (to the millisecond), with their photos. Answers how many. */
  async discard(tx: EntityManager, source: string, [from, until]: [Date, Date]): Promise<number> {
    const drafts = `shop_id = $1 and source = $2 and not published and archived_at is null
      and date_trunc('milliseconds', created_at) between $3 and $4`;
    const values = [currentShopId(), source, from, until];
    await this.photos.forget(
      tx,
      await tx.query<{ photo_id: string }[]>(
        `select photo_id from photo where shop_id = $1 and product_id in (select product_id from product where ${drafts})`,
        values,
      ),
    );
    const [, gone] = await tx.query<[unknown[], number]>(`delete from product where ${drafts}`, values);
    return gone;
  }

  private async saveBatch(
    tx: EntityManager,
    drafts: ImportedProduct[],
    source: string,
    results: Map<ImportedProduct, SavedImport>,
  ): Promise<void> {
    const keys = drafts.map(({ sourceKey }) => sourceKey);
    const stored = new Map((await lockImported(tx, source, keys)).map((row) => [row.source_key, row]));
    const created: Checked[] = [];
    const updated: Known[] = [];
    for (const draft of drafts) {
      const was = stored.get(draft.sourceKey);
      if (was && was.source_hash === hashOf(draft)) {
        results.set(draft, { productId: was.product_id, outcome: 'unchanged' });
        continue;
      }
      const input = checked(draft);
      if ('code' in input) results.set(draft, { productId: null, outcome: 'refused', reason: input });
      else if (was) updated.push({ draft, input, was });
      else created.push({ draft, input });
    }
    const ids = [...(await this.create(tx, created, source, results)), ...(await this.update(tx, updated, results))];
    await this.news.productsChanged(tx, ids);
  }

  private async create(
    tx: EntityManager,
    created: Checked[],
    source: string,
    results: Map<ImportedProduct, SavedImport>,
  ): Promise<string[]> {
    if (created.length === 0) return [];
    const handles = await allocateHandles(
      tx,
      created.map(({ draft }) => draft.handle ?? draft.name),
    );
    const whole = created.map(({ draft, input }, i) => {
      const { product, variants } = newProduct(input, handles[i] ?? '');
      const origin = { source, source_key: draft.sourceKey, source_hash: hashOf(draft) };
      return { product: onSaleIfPriced({ ...product, ...origin }, variants), variants };
    });
    await insertProducts(
      tx,
      whole.map(({ product }) => product),
    );
    await insertVariants(
      tx,
      whole.flatMap(({ variants }) => variants),
      'import',
    );
    const wanted = whole.map(({ product }, i) => ({
      productId: product.product_id,
      photos: created[i]?.draft.photos ?? [],
    }));
    await this.photos.add(tx, wanted);
    await nameImportedPhotos(
      tx,
      whole.map(({ product }, i) => ({ productId: product.product_id, variants: created[i]?.draft.variants ?? [] })),
    );
    whole.forEach(({ product }, i) => {
      results.set((created[i] as Checked).draft, { productId: product.product_id, outcome: 'created' });
    });
    return whole.map(({ product }) => product.product_id);
  }

  private async update(
    tx: EntityManager,
    updated: Known[],
    results: Map<ImportedProduct, SavedImport>,
  ): Promise<string[]> {
    if (updated.length === 0) return [];
    const ids = updated.map(({ was }) => was.product_id);
    const variants = await lockVariants(tx, ids);
    const planned = updated.map((known) =>
      planUpdate(
        known,
        variants.filter(({ product_id }) => product_id === known.was.product_id),
      ),
    );
    await updateProducts(
      tx,
      planned.map(({ product }) => product),
    );
    await retireVariants(
      tx,
      planned.flatMap(({ plan }) => plan.removals),
    );
    await updateVariants(
      tx,
      planned.flatMap(({ plan }) => plan.updates),
      'import',
    );
    await insertVariants(
      tx,
      planned.flatMap(({ plan }) => plan.inserts),
      'import',
    );
    await this.photos.reconcile(
      tx,
      updated.map(({ was, draft }) => ({ productId: was.product_id, photos: draft.photos })),
    );
    await nameImportedPhotos(
      tx,
      updated.map(({ was, draft }) => ({ productId: was.product_id, variants: draft.variants })),
    );
    for (const { draft, was } of updated) results.set(draft, { productId: was.product_id, outcome: 'updated' });
    return ids;
  }
}

/** A key that comes twice is written twice, one after the other: the later row wins. */
function batchesOfDistinctKeys(drafts: readonly ImportedProduct[]): ImportedProduct[][] {
  const batches: ImportedProduct[][] = [];
  const seen = new Map<string, number>();
  for (const draft of drafts) {
    const n = seen.get(draft.sourceKey) ?? 0;
    seen.set(draft.sourceKey, n + 1);
    (batches[n] ??= []).push(draft);
  }
  return batches;
}

function checked(draft: ImportedProduct): CheckedInput | { code: string; details: Record<string, unknown> } {
  try {
    return check(productInput, inputOf(draft));
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const [first] = error.errors;
    return { code: first?.code ?? error.code, details: { field: first?.path ?? '' } };
  }
}

function planUpdate({ was, draft, input }: Known, variants: VariantRow[]): { product: ProductRow; plan: VariantPlan } {
  const { archived: _, ...row } = was;
  const fresh = newProduct(input, was.handle).variants.map((variant) => ({ ...variant, product_id: was.product_id }));
  const whole: WholeProduct = { product: updatedProduct(row, draft, input), variants: fresh };
  return { product: onSaleIfPriced(whole.product, fresh), plan: planVariants(variants, whole, draft.variants) };
}

/** A file's product without a price waits for one as a draft. */
const onSaleIfPriced = (product: ProductRow, variants: VariantRow[]): ProductRow => ({
  ...product,
  published: product.published && variants.some(({ price_cents }) => price_cents > 0),
});

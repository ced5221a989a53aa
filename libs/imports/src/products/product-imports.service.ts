import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Products } from '#libs/catalog';
import { Jobs, type Table } from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { FileImports } from '../engine/file-imports.js';
import { ImportEngine } from '../engine/import-engine.js';
import type { Applied, OpenedImport, ReadOutcome } from '../engine/import-kind.js';
import { ImportLedger } from '../engine/import-ledger.js';
import type { ImportRecord } from '../engine/import-record.js';
import {
  detectProductFormat,
  PRODUCT_FORMATS,
  type CombinationsDraft,
  type ProductDraft,
  type ProductReadOptions,
  type ReadDraft,
  type RowRefusal,
} from '../formats/index.js';
import { openProductFile } from '../sources/product-source.js';
import { checkProduct } from './product-row.js';
import { applyInTwoParts, type ProductItem } from './two-file-products.js';

export const PRODUCT_IMPORT_TASK = 'imports.products';

/** What the file itself does not say: `vatRate` in percent (needed when `priceIncludesTax` is false). */
export type ProductFileOptions = ProductReadOptions;

/** Product files of the current shop; runs inside `asShop`, and sees that shop's imports alone. */
@Injectable()
export class ProductImports extends FileImports<ProductItem, void> {
  readonly ledger = new ImportLedger({
    imports: 'product_import',
    notes: 'product_import_note',
    owner: 'shop_id',
    notesHaveOwner: true,
  });

  constructor(
    engine: ImportEngine,
    private readonly tenancy: Tenancy,
    private readonly products: Products,
    private readonly jobs: Jobs,
  ) {
    super(engine);
  }

  /** The newest first. */
  async list(limit = 50): Promise<ImportRecord[]> {
    return this.transaction((tx) => this.ledger.list(tx, null, limit));
  }

  override async transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.tenancy.shopTransaction(work);
  }

  override openFile(bytes: AsyncIterable<Buffer>): Promise<Table> {
    return openProductFile(bytes);
  }

  override open(table: Table, record: ImportRecord): OpenedImport<ProductItem> {
    const format = detectProductFormat(table.header);
    const options = record.options as ProductReadOptions;
    return { format: format.id, outcomes: outcomesOf(format.read(table.header, table.rows, options)) };
  }

  override async apply(tx: EntityManager, items: ProductItem[], record: ImportRecord): Promise<Applied[]> {
    const source = sourceOf(record.format);
    const save = (drafts: ProductDraft[]) => this.products.saveImported(drafts, { source });
    const { vatRate } = record.options as ProductReadOptions;
    const whole = items.flatMap((item) => (item.kind === 'product' && !item.raw ? [item.draft] : []));
    if (whole.length === items.length) return save(whole);
    return applyInTwoParts(tx, items, { source, save, ...(vatRate !== undefined && { vatRate }) });
  }

  protected override isVisible(): boolean {
    return true;
  }

  protected override async enqueue(tx: EntityManager, { importId }: ImportRecord): Promise<void> {
    const payload = { shopId: currentShopId(), importId };
    await this.jobs.enqueue(tx, PRODUCT_IMPORT_TASK, payload, { key: `import:${importId}` });
  }
}

async function* outcomesOf(read: AsyncIterable<ReadDraft>): AsyncGenerator<ReadOutcome<ProductItem>> {
  for await (const outcome of read) {
    if (outcome.kind === 'product') yield itemOf(outcome);
    else if (outcome.kind === 'refusal') yield refusalOf(outcome);
    else yield combinationsOf(outcome);
  }
}

function itemOf(draft: ProductDraft): ReadOutcome<ProductItem> {
  const { line } = draft;
  const checked = checkProduct(draft);
  if ('code' in checked) return { kind: 'refusal', line, cells: null, isBroken: false, ...checked };
  const item: ProductItem = { kind: 'product', draft: checked.draft, ...(draft.base && { raw: draft }) };
  return { kind: 'item', line, rows: draft.lines.length, item, notes: checked.notes, cells: null };
}

function combinationsOf(item: CombinationsDraft): ReadOutcome<ProductItem> {
  const { line, lines, notes, cells } = item;
  return { kind: 'item', line, rows: lines.length, item, notes, cells };
}

/** Two formats of one system speak of the same products. */
const sourceOf = (format: string | null): string =>
  PRODUCT_FORMATS.find(({ id }) => id === format)?.source ?? format ?? 'file';

const refusalOf = ({ line, cells, code, details }: RowRefusal): ReadOutcome<ProductItem> => ({
  kind: 'refusal',
  line,
  cells,
  isBroken: code.startsWith('tabular.'),
  code,
  details,
});

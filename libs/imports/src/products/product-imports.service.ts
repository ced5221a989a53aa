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
import { detectProductFormat, type ProductDraft, type ProductReadOptions, type RowRefusal } from '../formats/index.js';
import { openProductFile } from '../sources/product-source.js';
import { checkProduct } from './product-row.js';

export const PRODUCT_IMPORT_TASK = 'imports.products';

/** What the file itself does not say: `vatRate` in percent (needed when `priceIncludesTax` is false). */
export type ProductFileOptions = ProductReadOptions;

/** Product files of the current shop; runs inside `asShop`, and sees that shop's imports alone. */
@Injectable()
export class ProductImports extends FileImports<ProductDraft, void> {
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

  override open(table: Table, record: ImportRecord): OpenedImport<ProductDraft> {
    const format = detectProductFormat(table.header);
    const options = record.options as ProductReadOptions;
    return { format: format.id, outcomes: outcomesOf(format.read(table.header, table.rows, options)) };
  }

  override async apply(_tx: EntityManager, drafts: ProductDraft[], record: ImportRecord): Promise<Applied[]> {
    return this.products.saveImported(drafts, { source: record.format ?? 'file' });
  }

  protected override isVisible(): boolean {
    return true;
  }

  protected override async enqueue(tx: EntityManager, { importId }: ImportRecord): Promise<void> {
    const payload = { shopId: currentShopId(), importId };
    await this.jobs.enqueue(tx, PRODUCT_IMPORT_TASK, payload, { key: `import:${importId}` });
  }
}

async function* outcomesOf(read: AsyncIterable<ProductDraft | RowRefusal>): AsyncGenerator<ReadOutcome<ProductDraft>> {
  for await (const outcome of read) yield outcome.kind === 'product' ? itemOf(outcome) : refusalOf(outcome);
}

function itemOf(draft: ProductDraft): ReadOutcome<ProductDraft> {
  const { line } = draft;
  const checked = checkProduct(draft);
  if ('code' in checked) return { kind: 'refusal', line, cells: null, isBroken: false, ...checked };
  return { kind: 'item', line, rows: draft.lines.length, item: checked.draft, notes: checked.notes, cells: null };
}

const refusalOf = ({ line, cells, code, details }: RowRefusal): ReadOutcome<ProductDraft> => ({
  kind: 'refusal',
  line,
  cells,
  isBroken: code.startsWith('tabular.'),
  code,
  details,
});

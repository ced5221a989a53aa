import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Products } from '#libs/catalog';
import { AppError } from '#libs/kernel';
import { Jobs, type Table } from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { FileImports } from '../engine/file-imports.js';
import { ImportEngine } from '../engine/import-engine.js';
import type { Applied, OpenedImport } from '../engine/import-kind.js';
import { ImportLedger } from '../engine/import-ledger.js';
import type { ImportRecord, NewImport } from '../engine/import-record.js';
import {
  detectProductFormat,
  findProductHeader,
  PRODUCT_FORMATS,
  type ProductDraft,
  type ProductFormat,
  type ProductReadOptions,
} from '../formats/index.js';
import { type FileColumns, fileColumns } from '../mapping/file-columns.js';
import { mappedFormat } from '../mapping/mapped-format.js';
import { guessMapping } from '../mapping/mapping-guess.js';
import { locateFields, type ProductMapping } from '../mapping/product-mapping.js';
import { ProductMappings } from '../mapping/product-mappings.service.js';
import { openProductFile } from '../sources/product-source.js';
import { outcomesOf } from './read-products.js';
import { applyInTwoParts, type ProductItem } from './two-file-products.js';

export const PRODUCT_IMPORT_TASK = 'imports.products';

/**
 * What the file itself does not say: `vatRate` in percent (needed when prices are without tax), its columns, and of which file of first
 * products it is a part.
 */
export interface ProductFileOptions extends ProductReadOptions {
  mapping?: ProductMapping;
  firstProducts?: string;
}

/** A rate of the old shop by its number there; `rate` in percent, null until it was told. */
export interface TaxRule {
  rule: string;
  rate: number | null;
}

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
    private readonly mappings: ProductMappings,
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
    return openProductFile(bytes, findProductHeader);
  }

  override open(table: Table, record: ImportRecord): OpenedImport<ProductItem> {
    const options = record.options as ProductFileOptions;
    const format = formatOf(table, options);
    return { format: format.id, outcomes: outcomesOf(format.read(table.header, table.rows, options)) };
  }

  protected override async settle(wanted: NewImport): Promise<NewImport> {
    const options = (wanted.options ?? {}) as ProductFileOptions;
    try {
      return await this.look(wanted, async (table) => {
        if (options.mapping) await this.mappings.remember(table.header, checkedMapping(options.mapping, table.header));
        if (options.mapping) return wanted;
        if (isKnown(table)) return await this.withRules(wanted, detectProductFormat(table.header).id);
        const mapping = await this.mappings.find(table.header);
        return mapping ? { ...wanted, options: { ...options, mapping } } : wanted;
      });
    } catch (error) {
      if (error instanceof AppError && error.status < 500) return wanted; // the run will say it
      throw error;
    }
  }

  /** A system that names its rates by numbers is asked once what they are. */
  private async withRules(wanted: NewImport, format: string): Promise<NewImport> {
    const { vatRules = {} } = (wanted.options ?? {}) as ProductFileOptions;
    const known = await this.mappings.rememberRules(sourceOf(format), vatRules);
    return Object.keys(known).length > 0 ? { ...wanted, options: { ...wanted.options, vatRules: known } } : wanted;
  }

  /** The tax rules that the file's rows name, with their rates in percent where they are known. @throws NotFoundError. */
  async taxRules(importId: string): Promise<TaxRule[]> {
    const { vatRules = {} } = (await this.get(importId)).options as ProductFileOptions;
    const open = await this.tenancy.shopRead<{ rule: string }>(
      `select distinct details->>'rule' as rule from product_import_note
       where shop_id = $1 and import_id = $2 and code in ('imports.vat_missing', 'imports.tax_rule_ignored') and details ? 'rule'
       limit 100`,
      [currentShopId(), importId],
    );
    const rules = new Set([...Object.keys(vatRules), ...open.map(({ rule }) => rule)]);
    return [...rules].sort(byNumber).map((rule) => ({ rule, rate: vatRules[rule] ?? null }));
  }

  /** @throws NotFoundError, and what opening a file throws. */
  async columns(importId: string): Promise<FileColumns<ProductMapping>> {
    const record = await this.get(importId);
    const used = (record.options as ProductFileOptions).mapping;
    return this.look(record, async (table) =>
      fileColumns(table, used ?? (await this.mappings.find(table.header)), guessMapping),
    );
  }

  /** Remembers what the columns are and checks the file again. @throws NotFoundError, MappedColumnUnknownError, MappingWithoutNameError. */
  async map(importId: string, mapping: ProductMapping, personId: string | null): Promise<ImportRecord> {
    const record = await this.get(importId);
    await this.look(record, ({ header }) => this.mappings.remember(header, checkedMapping(mapping, header)));
    const { vatRate, priceIncludesTax: _, ...others } = record.options as ProductFileOptions;
    const rate = mapping.vatRate ?? vatRate;
    return this.checkAgain(record, { ...others, ...(rate !== undefined && { vatRate: rate }), mapping }, personId);
  }

  /** Checks the file again with another rate or the other kind of prices, kept with its columns. @throws NotFoundError. */
  async recheck(importId: string, options: ProductReadOptions, personId: string | null): Promise<ImportRecord> {
    const record = await this.get(importId);
    const { mapping } = record.options as ProductFileOptions;
    const { vatRules, ...taxes } = options;
    const rules = vatRules && { vatRules: await this.mappings.rememberRules(sourceOf(record.format), vatRules) };
    const wanted = { ...record.options, ...taxes, ...rules, ...(mapping && { mapping: { ...mapping, ...taxes } }) };
    if (wanted.mapping) await this.mappings.remember(record.header, wanted.mapping);
    return this.checkAgain(record, wanted, personId);
  }

  /** The file's first products as they would go in; none when the file cannot be read. @throws NotFoundError. */
  async preview(importId: string, count: number): Promise<ProductDraft[]> {
    const record = await this.get(importId);
    try {
      return await this.look(record, async (table) => this.firstDrafts(table, record, count));
    } catch (error) {
      if (error instanceof AppError && error.status < 500) return [];
      throw error;
    }
  }

  private async firstDrafts(table: Table, record: ImportRecord, count: number): Promise<ProductDraft[]> {
    const drafts: ProductDraft[] = [];
    for await (const outcome of this.open(table, record).outcomes) {
      if (outcome.kind === 'item' && outcome.item.kind === 'product') drafts.push(outcome.item.draft);
      if (drafts.length === count) break;
    }
    return drafts;
  }

  override async apply(tx: EntityManager, items: ProductItem[], record: ImportRecord): Promise<Applied[]> {
    const source = sourceOf(record.format);
    const save = (drafts: ProductDraft[]) => this.products.saveImported(drafts, { source });
    const { vatRate } = record.options as ProductReadOptions;
    const whole = items.flatMap((item) => (item.kind === 'product' && !item.raw ? [item.draft] : []));
    if (whole.length === items.length) return save(whole);
    return applyInTwoParts(tx, items, { source, save, ...(vatRate !== undefined && { vatRate }) });
  }

  /** Takes away the drafts that an import made, where the shop still waits for its owner. Answers whether it does. @throws NotFoundError */
  async discardDrafts(importId: string): Promise<boolean> {
    const { format, startedAt, endedAt } = await this.get(importId);
    return this.transaction(async (tx) => {
      const [shop] = await tx.query<{ state: string }[]>('select state from shop where shop_id = $1 for update', [
        currentShopId(),
      ]);
      if (shop?.state !== 'provisioned') return false;
      if (startedAt && endedAt)
        await this.products.discardDrafts({ source: sourceOf(format), from: startedAt, until: endedAt });
      return true;
    });
  }

  protected override isVisible(): boolean {
    return true;
  }

  protected override async enqueue(tx: EntityManager, { importId }: ImportRecord): Promise<void> {
    const payload = { shopId: currentShopId(), importId };
    await this.jobs.enqueue(tx, PRODUCT_IMPORT_TASK, payload, { key: `import:${importId}` });
  }
}

const formatOf = ({ header }: Table, { mapping }: ProductFileOptions): ProductFormat =>
  mapping ? mappedFormat(mapping) : detectProductFormat(header);

const byNumber = (a: string, b: string): number => a.localeCompare(b, 'fr', { numeric: true });

const isKnown = ({ header }: Table): boolean => PRODUCT_FORMATS.some((format) => format.recognises(header) > 0);

function checkedMapping(mapping: ProductMapping, header: readonly string[]): ProductMapping {
  locateFields(mapping, header);
  return mapping;
}

/** Two formats of one system speak of the same products. */
const sourceOf = (format: string | null): string =>
  PRODUCT_FORMATS.find(({ id }) => id === format)?.source ?? format ?? 'file';

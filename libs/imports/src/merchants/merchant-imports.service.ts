import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppError } from '#libs/kernel';
import { Jobs, SETTINGS, type Settings, type Table } from '#libs/platform';
import { Provisioning, type ProvisionResult } from '#libs/shops';
import { Tenancy } from '#libs/tenancy';
import { loadTerritory } from '#libs/territory';
import { FileImports } from '../engine/file-imports.js';
import { ImportEngine } from '../engine/import-engine.js';
import type { Applied, OpenedImport } from '../engine/import-kind.js';
import { ImportLedger } from '../engine/import-ledger.js';
import type { ImportRecord, NewImport } from '../engine/import-record.js';
import { type FileColumns, fileColumns } from '../mapping/file-columns.js';
import { openMerchantFile } from '../sources/merchant-source.js';
import { detectMerchantFormat, knownMerchantFormat, sourceOfFormat } from './detect-merchant-format.js';
import { ImportTraces } from './import-traces.js';
import { LIST_FORMAT, listedShops } from './listed-shops.js';
import { guessMerchantMapping, locateMerchantFields, type MerchantMapping } from './merchant-mapping.js';
import { MerchantMappings } from './merchant-mappings.js';
import type { MerchantRow } from './merchant-row.js';

export const MERCHANT_IMPORT_TASK = 'imports.merchants';

/** Which initiatives' imports a person sees: those whose agent they are, or all of the region's. */
export type InitiativeScope = readonly string[] | 'region';

/** What the agent said of the file. */
export interface MerchantFileOptions {
  mapping?: MerchantMapping;
}

/** Registers and lists that become shops of an initiative; the owner of an import is the initiative. */
@Injectable()
export class MerchantImports extends FileImports<MerchantRow, InitiativeScope> {
  readonly ledger = new ImportLedger({
    imports: 'merchant_import',
    notes: 'merchant_import_note',
    owner: 'initiative_id',
    notesHaveOwner: false,
  });
  private readonly traces = new ImportTraces();
  private readonly mappings: MerchantMappings;

  constructor(
    engine: ImportEngine,
    private readonly tenancy: Tenancy,
    private readonly provisioning: Provisioning,
    private readonly jobs: Jobs,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    super(engine);
    this.mappings = new MerchantMappings(tenancy);
  }

  /** The newest first. */
  async list(scope: InitiativeScope, limit = 50): Promise<ImportRecord[]> {
    return this.transaction((tx) => this.ledger.list(tx, scope === 'region' ? null : [...scope], limit));
  }

  override async transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.tenancy.regionTransaction(work);
  }

  override openFile(bytes: AsyncIterable<Buffer>): Promise<Table> {
    return openMerchantFile(bytes);
  }

  override open(table: Table, record: ImportRecord): OpenedImport<MerchantRow> {
    const { mapping } = record.options as MerchantFileOptions;
    const format = mapping ? listedShops(mapping) : detectMerchantFormat(table.header);
    const territory = loadTerritory(this.settings.regionCode);
    return { format: format.id, outcomes: format.read(table.header, table.rows, territory) };
  }

  /** How many rows of the file lie in which commune (INSEE codes), whatever is there already. @throws NotFoundError, and what opening throws. */
  async places(importId: string, scope: InitiativeScope): Promise<{ fileName: string; places: Map<string, number> }> {
    const record = await this.get(importId, scope);
    const places = new Map<string, number>();
    await this.look(record, async (table) => {
      for await (const outcome of this.open(table, record).outcomes) {
        if (outcome.kind !== 'item') continue;
        const { communeInsee } = outcome.item;
        places.set(communeInsee, (places.get(communeInsee) ?? 0) + 1);
      }
    });
    return { fileName: record.fileName, places };
  }

  /** The columns of a list, with what the initiative once said of them, or a guess. @throws NotFoundError, and what opening throws. */
  async columns(importId: string, scope: InitiativeScope): Promise<FileColumns<MerchantMapping>> {
    const record = await this.get(importId, scope);
    const used = (record.options as MerchantFileOptions).mapping;
    return this.look(record, async (table) =>
      fileColumns(table, used ?? (await this.mappings.find(record.ownerId, table.header)), guessMerchantMapping),
    );
  }

  /** Remembers what the columns are and checks the file again. @throws NotFoundError, MappedColumnUnknownError, MappingWithoutNameError, MappingWithoutPlaceError. */
  async map(
    importId: string,
    scope: InitiativeScope,
    mapping: MerchantMapping,
    personId: string | null,
  ): Promise<ImportRecord> {
    const record = await this.get(importId, scope);
    await this.look(record, async ({ header }) => {
      locateMerchantFields(mapping, header);
      await this.mappings.remember(record.ownerId, header, mapping);
    });
    return this.checkAgain(record, { ...record.options, mapping }, personId);
  }

  override async apply(tx: EntityManager, items: MerchantRow[], record: ImportRecord): Promise<Applied[]> {
    const source = sourceOfFormat(record.format ?? LIST_FORMAT, record.ownerId);
    const results = await this.provisioning.provision(
      items.map((row) => ({ ...row, source, initiativeId: record.ownerId })),
    );
    await this.traces.keep(tx, record.importId, results);
    return results.map(appliedOf);
  }

  /** What an initiative said of such columns once holds for its next file. */
  protected override async settle(wanted: NewImport): Promise<NewImport> {
    if ((wanted.options as MerchantFileOptions | undefined)?.mapping) return wanted;
    try {
      return await this.look(wanted, async ({ header }) => {
        const mapping = knownMerchantFormat(header) ? null : await this.mappings.find(wanted.ownerId, header);
        return mapping ? { ...wanted, options: { ...wanted.options, mapping } } : wanted;
      });
    } catch (error) {
      if (error instanceof AppError && error.status < 500) return wanted; // the run will say it
      throw error;
    }
  }

  protected override isVisible(record: ImportRecord, scope: InitiativeScope): boolean {
    return scope === 'region' || scope.includes(record.ownerId);
  }

  protected override async enqueue(tx: EntityManager, { importId }: ImportRecord): Promise<void> {
    await enqueueMerchantImport(this.jobs, tx, importId);
  }
}

/** Has the worker go through it. */
export const enqueueMerchantImport = (jobs: Jobs, tx: EntityManager, importId: string): Promise<void> =>
  jobs.enqueue(tx, MERCHANT_IMPORT_TASK, { shopId: null, importId }, { key: `import:${importId}` });

function appliedOf(result: ProvisionResult): Applied {
  if (result.outcome !== 'twin') return { outcome: result.outcome };
  const { name, slug, reason } = result;
  return { outcome: 'refused', reason: { code: `imports.twin_${reason}`, details: { shop: name, slug } } };
}

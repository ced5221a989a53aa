import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Jobs, SETTINGS, type Settings, type Table } from '#libs/platform';
import { Provisioning } from '#libs/shops';
import { Tenancy } from '#libs/tenancy';
import { loadTerritory } from '#libs/territory';
import { FileImports } from '../engine/file-imports.js';
import { ImportEngine } from '../engine/import-engine.js';
import type { Applied, OpenedImport } from '../engine/import-kind.js';
import { ImportLedger } from '../engine/import-ledger.js';
import type { ImportRecord } from '../engine/import-record.js';
import { detectMerchantFormat } from './detect-merchant-format.js';
import type { MerchantRow } from './merchant-row.js';

export const MERCHANT_IMPORT_TASK = 'imports.merchants';

/** Which initiatives' imports a person sees: those whose agent they are, or all of the region's. */
export type InitiativeScope = readonly string[] | 'region';

/** Registers and lists that become shops of an initiative; the owner of an import is the initiative. */
@Injectable()
export class MerchantImports extends FileImports<MerchantRow, InitiativeScope> {
  readonly ledger = new ImportLedger({
    imports: 'merchant_import',
    notes: 'merchant_import_note',
    owner: 'initiative_id',
    notesHaveOwner: false,
  });

  constructor(
    engine: ImportEngine,
    private readonly tenancy: Tenancy,
    private readonly provisioning: Provisioning,
    private readonly jobs: Jobs,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    super(engine);
  }

  /** The newest first. */
  async list(scope: InitiativeScope, limit = 50): Promise<ImportRecord[]> {
    return this.transaction((tx) => this.ledger.list(tx, scope === 'region' ? null : [...scope], limit));
  }

  override async transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.tenancy.regionTransaction(work);
  }

  override open(table: Table): OpenedImport<MerchantRow> {
    const format = detectMerchantFormat(table.header);
    const territory = loadTerritory(this.settings.regionCode);
    return { format: format.id, outcomes: format.read(table.header, table.rows, territory) };
  }

  override async apply(_tx: EntityManager, items: MerchantRow[], record: ImportRecord): Promise<Applied[]> {
    const source = `register:${record.format ?? 'sirene'}`;
    return this.provisioning.provision(items.map((row) => ({ ...row, source, initiativeId: record.ownerId })));
  }

  protected override isVisible(record: ImportRecord, scope: InitiativeScope): boolean {
    return scope === 'region' || scope.includes(record.ownerId);
  }

  protected override async enqueue(tx: EntityManager, { importId }: ImportRecord): Promise<void> {
    await this.jobs.enqueue(tx, MERCHANT_IMPORT_TASK, { shopId: null, importId }, { key: `import:${importId}` });
  }
}

import type { EntityManager } from 'typeorm';
import { NotFoundError } from '#libs/kernel';
import { openTable, type Table } from '#libs/platform';
import { ImportNotCheckedError } from '../imports.errors.js';
import type { ImportEngine } from './import-engine.js';
import type { Applied, ImportKind, OpenedImport } from './import-kind.js';
import type { ImportLedger, NotePage, NumberedNote } from './import-ledger.js';
import type { ImportRecord, NewImport } from './import-record.js';
import { type SayReason, writeReport } from './import-report.js';

/** A file as it arrives. */
export interface IncomingFile {
  fileName: string;
  body: AsyncIterable<Uint8Array>;
  /** Check only: count what would happen. */
  dryRun: boolean;
  /** The person's id, null on the command line. */
  createdBy: string | null;
  options?: Record<string, unknown>;
}

/** From the file's arrival to its report, for one kind of import; `Scope` says which records a caller sees. */
export abstract class FileImports<Item, Scope> implements ImportKind<Item> {
  abstract readonly ledger: ImportLedger;

  constructor(private readonly engine: ImportEngine) {}

  abstract transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T>;
  openFile(bytes: AsyncIterable<Buffer>): Promise<Table> {
    return openTable(bytes);
  }

  abstract open(table: Table, record: ImportRecord): OpenedImport<Item>;
  abstract apply(tx: EntityManager, items: Item[], record: ImportRecord): Promise<Applied[]>;
  protected abstract enqueue(tx: EntityManager, record: ImportRecord): Promise<void>;
  protected abstract isVisible(record: ImportRecord, scope: Scope): boolean;

  /** Keeps the file and lets the worker go through it. @throws FileTooLargeError beyond 200 MB. */
  async submit(ownerId: string, file: IncomingFile): Promise<ImportRecord> {
    const wanted = await this.keep(ownerId, file);
    return this.transaction(async (tx) => {
      const record = await this.ledger.create(tx, wanted);
      await this.enqueue(tx, record);
      return record;
    });
  }

  /** Keeps the file, or takes up the run of the same file that was interrupted, for `run`. @throws FileTooLargeError. */
  async prepare(ownerId: string, file: IncomingFile): Promise<ImportRecord> {
    const wanted = await this.keep(ownerId, file);
    const interrupted = await this.transaction((tx) => this.ledger.findInterrupted(tx, wanted));
    if (!interrupted) return this.transaction((tx) => this.ledger.create(tx, wanted));
    await this.engine.files.remove(wanted.fileKey);
    return interrupted;
  }

  /** To the end, in this process. @throws ImportBusyError when another one is at it. */
  async run(importId: string, onProgress?: (record: ImportRecord) => void): Promise<ImportRecord> {
    const ended = await this.engine.run(this, importId, onProgress);
    if (!ended) throw new NotFoundError({ importId });
    return ended;
  }

  /** Imports the file of a finished dry run for good; asked twice, it is one import. @throws NotFoundError, ImportNotCheckedError. */
  async confirm(importId: string, scope: Scope, personId: string | null): Promise<ImportRecord> {
    return this.transaction(async (tx) => {
      await this.ledger.lock(tx, importId);
      const checked = await this.visible(tx, importId, scope);
      if (!checked.dryRun || checked.state !== 'done') throw new ImportNotCheckedError();
      const confirmed = await this.ledger.findApplied(tx, checked);
      if (confirmed) return confirmed;
      const record = await this.ledger.create(tx, { ...checked, dryRun: false, createdBy: personId });
      await this.enqueue(tx, record);
      return record;
    });
  }

  /**
   * Whoever looks at an import that stands still has it taken up again: the queue itself gives a dead worker's job back
   * after hours only. Two workers on one import do no harm. @throws NotFoundError when there is none that `scope` may see.
   */
  async get(importId: string, scope: Scope): Promise<ImportRecord> {
    return this.transaction(async (tx) => {
      const record = await this.visible(tx, importId, scope);
      const isOpen = record.state === 'waiting' || record.state === 'running';
      if (isOpen && (await this.ledger.isAbandoned(tx, importId))) await this.enqueue(tx, record);
      return record;
    });
  }

  /** Refused rows and remarks in the order of the file. */
  async notes(importId: string, scope: Scope, page: NotePage): Promise<NumberedNote[]> {
    return this.transaction(async (tx) => {
      await this.visible(tx, importId, scope);
      return this.ledger.notes(tx, importId, page);
    });
  }

  /** The refused rows as a CSV file with their reasons. */
  async report(importId: string, scope: Scope, say: SayReason): Promise<AsyncGenerator<string>> {
    return writeReport(this, await this.get(importId, scope), say);
  }

  private async keep(ownerId: string, { body, ...file }: IncomingFile) {
    const { key, bytes, sha256 } = await this.engine.files.keep(body);
    return this.settle({ ...file, ownerId, fileKey: key, fileBytes: bytes, sha256 });
  }

  /** What is known of the file beforehand is written to its options, so that a run which goes on later reads it alike. */
  protected async settle(wanted: NewImport): Promise<NewImport> {
    return wanted;
  }

  /** Opens a file that was kept, for a look at it. @throws what opening throws. */
  protected async look<T>(
    file: { fileKey: string; fileBytes: number },
    work: (table: Table) => T | Promise<T>,
  ): Promise<T> {
    const table = await this.openFile(this.engine.files.open(file));
    try {
      return await work(table);
    } finally {
      await table.close();
    }
  }

  /** The same file checked again with other options. */
  protected async checkAgain(
    record: ImportRecord,
    options: Record<string, unknown>,
    personId: string | null,
  ): Promise<ImportRecord> {
    return this.transaction(async (tx) => {
      const wanted = { ...record, fileRows: null, options, dryRun: true, createdBy: personId };
      await this.ledger.lock(tx, record.importId);
      const asked = await this.ledger.findCheck(tx, wanted);
      if (asked) return asked;
      const again = await this.ledger.create(tx, wanted);
      await this.enqueue(tx, again);
      return again;
    });
  }

  private async visible(tx: EntityManager, importId: string, scope: Scope): Promise<ImportRecord> {
    const record = UUID.test(importId) ? await this.ledger.find(tx, importId) : null;
    if (!record || !this.isVisible(record, scope)) throw new NotFoundError({ importId });
    return record;
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

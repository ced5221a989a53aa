import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { type EntityManager, QueryFailedError } from 'typeorm';
import { AppError } from '#libs/kernel';
import { ImportBusyError, ImportPausedError, NotThisFileError } from '../imports.errors.js';
import { summarize } from './chunk-result.js';
import { ImportFiles } from './import-files.js';
import type { Applied, ImportKind, OpenedImport, ReadItem, ReadOutcome } from './import-kind.js';
import type { ChunkResult } from './import-ledger.js';
import type { ImportRecord } from './import-record.js';

/** Outcomes in one transaction. */
export const CHUNK = 500;
/** So many rows must have been seen before a file is given up, half of them unreadable. */
const BROKEN_ROWS = 200;

/** Undoes what a dry run did, and carries what it would have been. */
class DryRun extends Error {
  constructor(readonly result: ChunkResult) {
    super('dry run');
  }
}

/**
 * Runs imports of every kind. Reading never writes; a chunk, its notes and the cursor are one transaction, so that a run
 * which was killed goes on after the last chunk, and applies none twice.
 */
@Injectable()
export class ImportEngine implements BeforeApplicationShutdown {
  private isStopping = false;

  constructor(readonly files: ImportFiles) {}

  beforeApplicationShutdown(): void {
    this.isStopping = true;
  }

  /**
   * Brings the import to its end, from where it stands; `onProgress` hears of each chunk. A file that cannot be read ends
   * as `refused`. @throws ImportBusyError when another process works on it, ImportPausedError when the program ends; anything else is a fault and may be tried again.
   */
  async run<Item>(
    kind: ImportKind<Item>,
    importId: string,
    onProgress: (record: ImportRecord) => void = () => {},
  ): Promise<ImportRecord | null> {
    const record = await kind.transaction((tx) => kind.ledger.start(tx, importId));
    if (!record) return kind.transaction((tx) => kind.ledger.find(tx, importId));
    try {
      await this.advance(kind, await this.describe(kind, record), onProgress);
    } catch (error) {
      const paused = error instanceof ImportBusyError ? await this.pausedOne(kind, importId) : null;
      if (paused) return paused;
      if (!(error instanceof AppError) || error.status >= 500 || error.code === 'imports.busy') throw error;
      const { code, details } = error;
      return kind.transaction((tx) => kind.ledger.end(tx, importId, { code, details }));
    }
    return kind.transaction((tx) => kind.ledger.end(tx, importId, null));
  }

  /** Somebody has stopped it meanwhile: the chunk in hand was not applied, and is the first of those that remain. */
  private async pausedOne<Item>(kind: ImportKind<Item>, importId: string): Promise<ImportRecord | null> {
    const record = await kind.transaction((tx) => kind.ledger.find(tx, importId));
    return record?.state === 'paused' ? record : null;
  }

  /** Counts the rows, so that progress is a share of the whole, and keeps the header for the report. */
  private async describe<Item>(kind: ImportKind<Item>, record: ImportRecord): Promise<ImportRecord> {
    if (record.format !== null && record.fileRows !== null) return record;
    const table = await kind.openFile(this.files.open(record));
    try {
      const { format } = kind.open(table, record);
      const fileRows = record.fileRows ?? (await count(table.rows));
      const header = table.header.map((name) => name.slice(0, 300));
      await kind.transaction((tx) => kind.ledger.describe(tx, record.importId, { fileRows, header, format }));
      return { ...record, fileRows, header, format };
    } finally {
      await table.close();
    }
  }

  private async advance<Item>(
    kind: ImportKind<Item>,
    from: ImportRecord,
    onProgress: (record: ImportRecord) => void,
  ): Promise<void> {
    const table = await kind.openFile(this.files.open(from));
    let record = from;
    onProgress(record);
    try {
      for await (const chunk of chunksAfter(kind.open(table, record), record.cursor)) {
        record = await this.applyChunk(kind, record, chunk);
        onProgress(record);
        refuseRubble(record);
        if (this.isStopping) throw new ImportPausedError();
      }
    } finally {
      await table.close();
    }
  }

  /** A row that the database refuses is found by halving its chunk, so that no good row waits for it. */
  private async applyChunk<Item>(
    kind: ImportKind<Item>,
    record: ImportRecord,
    chunk: ReadOutcome<Item>[],
  ): Promise<ImportRecord> {
    try {
      return await this.commit(kind, record, chunk);
    } catch (error) {
      if (!isBadData(error)) throw error;
      if (chunk.length === 1) return this.commit(kind, record, chunk.map(asUnstorable));
      const middle = chunk.length >> 1;
      const half = await this.applyChunk(kind, record, chunk.slice(0, middle));
      return this.applyChunk(kind, half, chunk.slice(middle));
    }
  }

  private async commit<Item>(
    kind: ImportKind<Item>,
    record: ImportRecord,
    chunk: ReadOutcome<Item>[],
  ): Promise<ImportRecord> {
    if (!record.dryRun) {
      return kind.transaction(async (tx) => kind.ledger.advance(tx, record, await this.apply(kind, tx, record, chunk)));
    }
    const result = await kind
      .transaction(async (tx) => {
        throw new DryRun(await this.apply(kind, tx, record, chunk));
      })
      .catch((thrown: unknown) => {
        if (thrown instanceof DryRun) return thrown.result;
        throw thrown;
      });
    return kind.transaction((tx) => kind.ledger.advance(tx, record, result));
  }

  private async apply<Item>(
    kind: ImportKind<Item>,
    tx: EntityManager,
    record: ImportRecord,
    chunk: ReadOutcome<Item>[],
  ): Promise<ChunkResult> {
    const items = chunk.filter((outcome): outcome is ReadItem<Item> => outcome.kind === 'item');
    const applied: Applied[] =
      items.length === 0
        ? []
        : await kind.apply(
            tx,
            items.map(({ item }) => item),
            record,
          );
    return summarize(chunk, applied);
  }
}

async function* chunksAfter<Item>(opened: OpenedImport<Item>, cursor: number): AsyncGenerator<ReadOutcome<Item>[]> {
  let chunk: ReadOutcome<Item>[] = [];
  let seen = 0;
  for await (const outcome of opened.outcomes) {
    if (++seen <= cursor) continue;
    chunk.push(outcome);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

async function count(rows: AsyncIterable<unknown>): Promise<number> {
  let total = 0;
  for await (const _ of rows) total++;
  return total;
}

function refuseRubble(record: ImportRecord): void {
  if (record.rowsDone < BROKEN_ROWS || record.broken * 2 <= record.rowsDone) return;
  throw new NotThisFileError({ rows: record.rowsDone, broken: record.broken });
}

/** Values out of range or a constraint (SQLSTATE classes 22 and 23), which the schema of the row should have caught. */
const isBadData = (error: unknown): boolean =>
  error instanceof QueryFailedError && /^2[23]/.test((error.driverError as { code?: string }).code ?? '');

const asUnstorable = <Item>(outcome: ReadOutcome<Item>): ReadOutcome<Item> => ({
  kind: 'refusal',
  line: outcome.line,
  cells: outcome.cells,
  isBroken: false,
  code: 'imports.row_not_storable',
  details: { line: outcome.line },
});

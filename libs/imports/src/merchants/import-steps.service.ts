import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Jobs } from '#libs/platform';
import { ImportUndo } from '#libs/shops';
import { Tenancy } from '#libs/tenancy';
import type { ImportRecord } from '../engine/import-record.js';
import { ImportNotDoneError, ImportNotRunningError } from '../imports.errors.js';
import { ImportTraces } from './import-traces.js';
import { enqueueMerchantImport, type InitiativeScope, MerchantImports } from './merchant-imports.service.js';

/** An import of shops that is stopped, goes on, or is taken back. */
@Injectable()
export class MerchantImportSteps {
  private readonly traces = new ImportTraces();

  constructor(
    private readonly imports: MerchantImports,
    private readonly undoing: ImportUndo,
    private readonly tenancy: Tenancy,
    private readonly jobs: Jobs,
  ) {}

  /** Stops it before its next chunk. @throws NotFoundError, ImportNotRunningError. */
  async pause(importId: string, scope: InitiativeScope): Promise<ImportRecord> {
    await this.imports.get(importId, scope);
    return this.tenancy.regionTransaction(async (tx) => {
      const paused = await this.imports.ledger.move(tx, importId, ['waiting', 'running'], 'paused');
      if (!paused) throw new ImportNotRunningError();
      return paused;
    });
  }

  /** Goes on where it was stopped. @throws NotFoundError, ImportNotRunningError. */
  async resume(importId: string, scope: InitiativeScope): Promise<ImportRecord> {
    await this.imports.get(importId, scope);
    return this.tenancy.regionTransaction(async (tx) => {
      const waiting = await this.imports.ledger.move(tx, importId, ['paused'], 'waiting');
      if (!waiting) throw new ImportNotRunningError();
      await enqueueMerchantImport(this.jobs, tx, importId);
      return waiting;
    });
  }

  /**
   * Takes back what it wrote, where nobody touched it since: shops of which only this file spoke go, the others say again what
   * they said before. `kept`: shops that stay as they are. @throws NotFoundError, ImportNotDoneError.
   */
  async undo(importId: string, scope: InitiativeScope): Promise<{ undone: number; kept: number }> {
    const record = await this.imports.get(importId, scope);
    if (record.dryRun || !['done', 'paused', 'undone'].includes(record.state)) throw new ImportNotDoneError();
    for (let left = true; left;) left = await this.tenancy.regionTransaction((tx) => this.undoSome(tx, importId));
    return this.tenancy.regionTransaction(async (tx) => {
      await this.imports.ledger.move(tx, importId, ['done', 'paused'], 'undone');
      return this.traces.sum(tx, importId);
    });
  }

  private async undoSome(tx: EntityManager, importId: string): Promise<boolean> {
    const some = await this.traces.open(tx, importId);
    if (some.length === 0) return false;
    await this.traces.close(tx, importId, some, await this.undoing.undo(some));
    return true;
  }
}

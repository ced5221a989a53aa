import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { HandlesJob, type JobHandler, Jobs } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { ImportFiles } from './import-files.js';

const TASK = 'imports.file_sweep';
const EVERY_HOURS = 24;
/** After a start, so that a machine that restarts every day sweeps as well. */
const FIRST_HOURS = 1;
/** Days for which a file can be checked again or applied; the report of its refused rows is kept by itself. */
const FILE_DAYS = 30;

/** Removes the files of imports once nobody is likely to ask for them again. */
@HandlesJob({ task: TASK })
@Injectable()
export class FileSweep implements JobHandler, OnApplicationBootstrap {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly jobs: Jobs,
    private readonly files: ImportFiles,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.plan(FIRST_HOURS);
  }

  async handle(): Promise<void> {
    await this.plan(EVERY_HOURS);
    await this.files.removeOlderThan(Clock.now().subtract({ hours: FILE_DAYS * 24 }).epochMilliseconds);
  }

  private async plan(hours: number): Promise<void> {
    const options = { key: TASK, after: { hours } };
    await this.tenancy.publicTransaction((tx) => this.jobs.enqueue(tx, TASK, { shopId: null }, options));
  }
}

import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HandlesJob, type JobHandler, Jobs } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { Reports } from './reports.service.js';

const TASK = 'moderation.sweep';

/** Each day: forgets who reported what was decided long ago. */
@HandlesJob({ task: TASK })
@Injectable()
export class ReportSweep implements JobHandler, OnApplicationBootstrap {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly jobs: Jobs,
    private readonly reports: Reports,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.plan(2);
  }

  async handle(): Promise<void> {
    await this.plan(24);
    await this.reports.sweep();
  }

  private async plan(hours: number): Promise<void> {
    const options = { key: TASK, after: { hours } };
    await this.tenancy.publicTransaction((tx) => this.jobs.enqueue(tx, TASK, { shopId: null }, options));
  }
}

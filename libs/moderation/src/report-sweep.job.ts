import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '#libs/platform';
import { Reports } from './reports.service.js';

/** Each day: forgets who reported what was decided long ago. */
@HandlesJob({ task: 'moderation.sweep', cron: '40 3 * * *' })
@Injectable()
export class ReportSweep implements JobHandler {
  constructor(private readonly reports: Reports) {}

  async handle(): Promise<void> {
    await this.reports.sweep();
  }
}

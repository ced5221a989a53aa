import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler, type JobPayload } from '#libs/platform';
import { DecidedError } from './moderation.errors.js';
import { Reports } from './reports.service.js';
import { CLOSE_REPORT_TASK } from './tasks.js';

interface CloseReportJob extends JobPayload {
  reportId: string;
  by: string | null;
  reasons: string;
}

/** Whoever took the content down closes the report as well, even if the program was killed between the two. */
@Injectable()
@HandlesJob({ task: CLOSE_REPORT_TASK })
export class CloseReportJobHandler implements JobHandler<CloseReportJob> {
  constructor(private readonly reports: Reports) {}

  async handle({ reportId, by, reasons }: CloseReportJob): Promise<void> {
    try {
      await this.reports.close(reportId, by, { outcome: 'acted', reasons });
    } catch (error) {
      if (!(error instanceof DecidedError)) throw error; // the web server was faster
    }
  }
}

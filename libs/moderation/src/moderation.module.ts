import { Module } from '@nestjs/common';
import { CatalogModule } from '#libs/catalog';
import { ShopsModule } from '#libs/shops';
import { CloseReportJobHandler } from './close-report.job.js';
import { Decisions } from './decisions.service.js';
import { ModerationLinks } from './moderation-links.js';
import { DecisionMailJobHandler, ReporterMailJobHandler } from './moderation-mail.job.js';
import { ReportSweep } from './report-sweep.job.js';
import { Reports } from './reports.service.js';
import { ReservedNames } from './reserved-names.service.js';

const services = [Reports, Decisions, ReservedNames];
const jobs = [CloseReportJobHandler, ReporterMailJobHandler, DecisionMailJobHandler, ReportSweep];

/** What people report, what the region takes down and why, and what shops say to it. */
@Module({
  imports: [ShopsModule, CatalogModule],
  providers: [...services, ...jobs, ModerationLinks],
  exports: [...services, ...jobs, ModerationLinks],
})
export class ModerationModule {}

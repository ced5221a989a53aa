export { CloseReportJobHandler } from './close-report.job.js';
export {
  appealAnswerInput,
  appealInput,
  type Decision,
  Decisions,
  type Statement,
  statementInput,
  type TransparencyCounts,
} from './decisions.service.js';
export * from './moderation.errors.js';
export { DecisionMailJobHandler, ReporterMailJobHandler } from './moderation-mail.job.js';
export { ModerationLinks } from './moderation-links.js';
export { ModerationModule } from './moderation.module.js';
export {
  complaintInput,
  type Report,
  REPORT_KINDS,
  reportInput,
  Reports,
  type ReportTarget,
} from './reports.service.js';
export { type ReservedName, reservedNameInput, ReservedNames } from './reserved-names.service.js';

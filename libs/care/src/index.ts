export { StockLinkError } from './care.errors.js';
export { CareModule } from './care.module.js';
export { NudgeMail, SleepWake, SleepWatch } from './sleep.jobs.js';
export { Sleep } from './sleep.service.js';

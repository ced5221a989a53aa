export { type AuditCheck, type AuditEntry, AuditLog, type AuditQuery, type Deed } from './audit-log.service.js';
export { AuditModule } from './audit.module.js';

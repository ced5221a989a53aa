import { Module } from '@nestjs/common';
import { AuditLog } from './audit-log.service.js';

/** What people of the territory did, so that nobody can change it afterwards unseen. */
@Module({ providers: [AuditLog], exports: [AuditLog] })
export class AuditModule {}

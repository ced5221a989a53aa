import { Module } from '@nestjs/common';
import { BroadcastMailJob } from './broadcast-mail.job.js';
import { Broadcasts } from './broadcasts.service.js';

/** What the region and its initiatives write to merchants. */
@Module({ providers: [Broadcasts, BroadcastMailJob], exports: [Broadcasts, BroadcastMailJob] })
export class BroadcastsModule {}

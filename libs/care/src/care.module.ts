import { Module } from '@nestjs/common';
import { NudgeMail, SleepWake, SleepWatch } from './sleep.jobs.js';
import { Sleep } from './sleep.service.js';

const providers = [Sleep, SleepWatch, SleepWake, NudgeMail];

/** Shops that give no sign of life. */
@Module({ providers, exports: providers })
export class CareModule {}

import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { HandlesJob, type JobHandler } from '#libs/platform';
import { ImportFiles } from './import-files.js';

/** Days for which a file can be checked again or applied; the report of its refused rows is kept by itself. */
const FILE_DAYS = 30;

/** Removes the files of imports once nobody is likely to ask for them again. */
@HandlesJob({ task: 'imports.file_sweep', cron: '50 3 * * *' })
@Injectable()
export class FileSweep implements JobHandler {
  constructor(private readonly files: ImportFiles) {}

  async handle(): Promise<void> {
    await this.files.removeOlderThan(Clock.now().subtract({ hours: FILE_DAYS * 24 }).epochMilliseconds);
  }
}

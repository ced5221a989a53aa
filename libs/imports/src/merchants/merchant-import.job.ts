import { HandlesJob, type JobHandler, type JobPayload } from '#libs/platform';
import { MERCHANT_IMPORT_TASK, MerchantImports } from './merchant-imports.service.js';

/** Goes through a file; after a crash, from its cursor on. */
@HandlesJob({ task: MERCHANT_IMPORT_TASK })
export class MerchantImportJob implements JobHandler<JobPayload & { importId: string }> {
  constructor(private readonly imports: MerchantImports) {}

  async handle({ importId }: JobPayload & { importId: string }): Promise<void> {
    await this.imports.run(importId);
  }
}

import { HandlesJob, type JobHandler, type JobPayload } from '#libs/platform';
import { FirstProductsFiles } from '../first-products/first-products.service.js';
import { PRODUCT_IMPORT_TASK, ProductImports } from './product-imports.service.js';

/** Goes through a shop's product file; after a crash, from its cursor on. */
@HandlesJob({ task: PRODUCT_IMPORT_TASK })
export class ProductImportJob implements JobHandler<JobPayload & { importId: string }> {
  constructor(
    private readonly imports: ProductImports,
    private readonly firstProducts: FirstProductsFiles,
  ) {}

  async handle({ importId }: JobPayload & { importId: string }): Promise<void> {
    await this.firstProducts.note(await this.imports.run(importId));
  }
}

import { Module } from '@nestjs/common';
import { CatalogModule } from '#libs/catalog';
import { ShopsModule } from '#libs/shops';
import { FirstProductsJob } from './first-products/first-products.job.js';
import { FirstProductsFiles } from './first-products/first-products.service.js';
import { FileSweep } from './engine/file-sweep.job.js';
import { ImportEngine } from './engine/import-engine.js';
import { ImportFiles } from './engine/import-files.js';
import { ImportedShops } from './merchants/imported-shops.service.js';
import { InitiativeContacts } from './initiatives/initiative-contacts.service.js';
import { InitiativeLogos } from './initiatives/initiative-logos.service.js';
import { Initiatives } from './initiatives/initiatives.service.js';
import { ProductMappings } from './mapping/product-mappings.service.js';
import { MerchantImportSteps } from './merchants/import-steps.service.js';
import { MerchantImportJob } from './merchants/merchant-import.job.js';
import { MerchantImports } from './merchants/merchant-imports.service.js';
import { ProductImportJob } from './products/product-import.job.js';
import { ProductImports } from './products/product-imports.service.js';

/** One engine for files, and its two kinds. */
@Module({
  imports: [ShopsModule, CatalogModule],
  providers: [
    Initiatives,
    InitiativeContacts,
    InitiativeLogos,
    ImportedShops,
    ImportFiles,
    ImportEngine,
    FileSweep,
    MerchantImports,
    MerchantImportSteps,
    MerchantImportJob,
    ProductMappings,
    ProductImports,
    FirstProductsFiles,
    FirstProductsJob,
    ProductImportJob,
  ],
  exports: [
    Initiatives,
    InitiativeContacts,
    InitiativeLogos,
    ImportedShops,
    MerchantImports,
    MerchantImportSteps,
    ProductImports,
    FirstProductsFiles,
  ],
})
export class ImportsModule {}

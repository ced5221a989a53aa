export * from './formats/index.js';
export { ColumnTable, type ColumnNames } from './formats/column-table.js';
export { productLink } from './formats/feed-fields.js';
export { openProductFile } from './sources/product-source.js';
export { FeedBrokenError, FeedDoctypeError } from './sources/source.errors.js';
export type { IncomingFile } from './engine/file-imports.js';
export type { NotePage, NumberedNote } from './engine/import-ledger.js';
export type { ImportCounts, ImportNote, ImportRecord, ImportState, Reason } from './engine/import-record.js';
export type { SayReason } from './engine/import-report.js';
export * from './imports.errors.js';
export { ImportsModule } from './imports.module.js';
export { displayAddress, displayName } from './merchants/display-name.js';
export {
  type Initiative,
  INITIATIVE_KINDS,
  type InitiativeInput,
  initiativeInput,
  Initiatives,
} from './initiatives/initiatives.service.js';
export {
  type InitiativeContact,
  InitiativeContacts,
  type ShownContact,
} from './initiatives/initiative-contacts.service.js';
export { type InitiativeLogo, InitiativeLogos, logoKey } from './initiatives/initiative-logos.service.js';
export { type ImportedShop, ImportedShops, type ShopListFilter } from './merchants/imported-shops.service.js';
export { MerchantImportSteps } from './merchants/import-steps.service.js';
export { type InitiativeScope, MerchantImports } from './merchants/merchant-imports.service.js';
export { MAPPED_FORMAT } from './mapping/mapped-format.js';
export { MAPPED_FIELDS, type MappedField, type ProductMapping, SEVERAL } from './mapping/product-mapping.js';
export type { FileColumns } from './mapping/file-columns.js';
export { type MappedColumns, type MappedKind } from './mapping/column-mapping.js';
export { MERCHANT_KIND, type MerchantField, type MerchantMapping } from './merchants/merchant-mapping.js';
export { ProductImportJob } from './products/product-import.job.js';
export { ProductImports, type ProductFileOptions, type TaxRule } from './products/product-imports.service.js';
export { type FirstProducts, FirstProductsFiles } from './first-products/first-products.service.js';
export { FirstProductsJob } from './first-products/first-products.job.js';
export { type LeftRow, NoSiretColumnError, TooManyFirstProductsError } from './first-products/first-products-rows.js';

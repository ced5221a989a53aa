export { CatalogModule } from './catalog.module.js';
export * from './catalog.errors.js';
export { type Countable, type StockCount, StockCounts } from './counting/stock-counts.service.js';
export { Drafts, UNNAMED } from './drafts.service.js';
export type { ImportedPhoto, ImportedProduct, ImportedVariant, SavedImport } from './imported-product.js';
export { PHOTOS_MAX } from './photos/photo-rows.js';
export { Photos } from './photos/photos.service.js';
export { Photo, Product, Variant } from './product.entity.js';
export {
  productChanges,
  productInput,
  VAT_RATES,
  WITHDRAWAL_EXCLUSIONS,
  variantInput,
  type ProductChanges,
  type ProductInput,
  type VariantInput,
} from './product-input.js';
export type { PhotoView, ProductCounts, ProductLine, ProductPage, ProductView, VariantView } from './product-view.js';
export { Products, type ProductFilter } from './products.service.js';
export { ProductTable, type SavedTable } from './bulk/product-table.service.js';
export type { TableCell, TableFault } from './bulk/table-edit.js';
export type { TableFilter, TablePage, TableRow } from './bulk/table-reads.js';
export { ProductCopies } from './copies/product-copies.service.js';
export { NO_SAFETY, productSafety, type ProductSafety, type SafetyGap, safetyGaps } from './fields/product-safety.js';
export { asksForSafety, publicCategories, publicCategory, type PublicCategory } from './fields/public-categories.js';
export { CONTENT_UNITS, type Content, type ContentUnit, unitPrice, type UnitPrice } from './fields/unit-price.js';
export { type OptionPlan, type OptionValues, optionValues, VARIANTS_MAX } from './variants/variant-options.js';
export { Variants } from './variants/variants.service.js';
export { Stock, stockCount } from './stock.service.js';

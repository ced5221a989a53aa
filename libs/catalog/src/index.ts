export { CatalogModule } from './catalog.module.js';
export * from './catalog.errors.js';
export type { ImportedPhoto, ImportedProduct, ImportedVariant, SavedImport } from './imported-product.js';
export { PHOTOS_MAX } from './photo-rows.js';
export { Photos } from './photos.service.js';
export { Photo, Product, Variant } from './product.entity.js';
export {
  productChanges,
  productInput,
  VAT_RATES,
  variantInput,
  type ProductChanges,
  type ProductInput,
  type VariantInput,
} from './product-input.js';
export type { PhotoView, ProductCounts, ProductLine, ProductPage, ProductView, VariantView } from './product-view.js';
export { Products, type ProductFilter } from './products.service.js';
export { Stock, stockCount } from './stock.service.js';

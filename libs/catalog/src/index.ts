export { CatalogModule } from './catalog.module.js';
export * from './catalog.errors.js';
export { PHOTO_TASK, PhotoFetchJob } from './photo-fetch.job.js';
export { Photos, type AddedPhoto } from './photos.service.js';
export {
  productChanges,
  productInput,
  VAT_RATES,
  variantInput,
  type ProductChanges,
  type ProductInput,
  type VariantInput,
} from './product-input.js';
export type { PhotoView, ProductLine, ProductPage, ProductView, VariantView } from './product-view.js';
export { Photo, Product, Variant } from './product.entity.js';
export type { ImportedPhoto, ImportedProduct, ImportedVariant, SavedImport } from './imported-product.js';
export { Products, type ProductFilter } from './products.service.js';
export { Stock } from './stock.service.js';

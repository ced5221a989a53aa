export { detectProductFormat, PRODUCT_FORMATS } from './detect-format.js';
export { UnknownFormatError } from './format.errors.js';
export type {
  DraftNote,
  PhotoDraft,
  ProductDraft,
  ProductFormat,
  ProductReadOptions,
  RowRefusal,
  VariantDraft,
} from './product-format.js';

export { detectProductFormat, findProductHeader, PRODUCT_FORMATS } from './detect-format.js';
export { addCombinations, withCombinations } from './prestashop/with-combinations.js';
export { UnknownFormatError } from './format.errors.js';
export type {
  CombinationDraft,
  CombinationsDraft,
  DraftNote,
  PhotoDraft,
  ProductDraft,
  ProductFormat,
  ProductReadOptions,
  ReadDraft,
  RowRefusal,
  VariantDraft,
} from './product-format.js';

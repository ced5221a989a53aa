import { feedRecognition, feedTable } from './feed-fields.js';
import { readFeed } from './feed-product.js';
import type { ProductFormat } from './product-format.js';

/** Google Merchant's product feed: RSS 2.0, Atom, TSV or CSV, names with `_`, with blanks or with neither. */
export const googleMerchant: ProductFormat = {
  id: 'google-merchant',
  name: 'Google Merchant',
  recognises: feedRecognition,
  read: (header, rows, options = {}) => readFeed(feedTable(header), rows, options),
};

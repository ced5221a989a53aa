import { feedRecognition, feedTable, hasFacebookColumns } from './feed-fields.js';
import { readFeed } from './feed-product.js';
import type { ProductFormat } from './product-format.js';

/** A catalogue of Facebook and Instagram: Google's attributes and some of its own, under two lines of comments or none. */
export const facebook: ProductFormat = {
  id: 'facebook',
  name: 'Facebook et Instagram',
  recognises: (header) => (hasFacebookColumns(header) ? feedRecognition(header) * 1.1 : 0),
  read: (header, rows, options = {}) => readFeed(feedTable(header), rows, options),
};

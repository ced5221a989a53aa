import { readHeaderName } from '#libs/platform';
import { ColumnTable, recognition } from './column-table.js';
import type { ProductFormat } from './product-format.js';
import { SHOPIFY_COLUMNS, type ShopifyField } from './shopify-columns.js';
import { readShopify } from './shopify-reader.js';

const NEEDED: ShopifyField[] = ['handle', 'title'];
const USUAL: ShopifyField[] = ['body', 'vendor', 'option1Name', 'option1Value', 'sku', 'quantity', 'price', 'image'];
const OWN = ['variant price', 'variant sku', 'variant inventory qty', 'body', 'image src', 'option1 name'];

/** Shopify's export until 2024 and still most apps': `Handle`, `Variant Price`. */
export const shopifyClassic: ProductFormat = {
  id: 'shopify-classic',
  name: 'Shopify (Handle, Variant Price)',
  recognises(header) {
    const keys = new Set(header.map((text) => readHeaderName(text).key));
    if (!keys.has('handle') || !OWN.some((name) => keys.has(name))) return 0;
    return recognition(new ColumnTable<ShopifyField>(SHOPIFY_COLUMNS, header), NEEDED, USUAL);
  },
  read: readShopify,
};

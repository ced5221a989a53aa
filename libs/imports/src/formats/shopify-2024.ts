import { readHeaderName } from '#libs/platform';
import { ColumnTable, recognition } from './column-table.js';
import type { ProductFormat } from './product-format.js';
import { SHOPIFY_COLUMNS, type ShopifyField } from './shopify-columns.js';
import { readShopify } from './shopify-reader.js';

const NEEDED: ShopifyField[] = ['title'];
const USUAL: ShopifyField[] = ['body', 'vendor', 'option1Name', 'option1Value', 'sku', 'quantity', 'price', 'image'];
const OWN = ['url handle', 'inventory quantity', 'published on online store', 'product image url', 'compare-at price'];

/** Shopify's export since 2024: `URL handle`, `SKU`, `Inventory quantity`; only `Title` is required. */
export const shopify2024: ProductFormat = {
  id: 'shopify-2024',
  name: 'Shopify (URL handle)',
  recognises(header) {
    const keys = new Set(header.map((text) => readHeaderName(text).key));
    if (keys.has('handle') || !OWN.some((name) => keys.has(name))) return 0;
    return recognition(new ColumnTable<ShopifyField>(SHOPIFY_COLUMNS, header), NEEDED, USUAL);
  },
  read: readShopify,
};

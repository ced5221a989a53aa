/**
 * The columns of a product feed's table, under Google Merchant's names. Nested attributes (shipping, tax) are not ours.
 * Several `additional_image_link` stand in one cell, parted by commas.
 */
export const FEED_COLUMNS = [
  'id',
  'item_group_id',
  'title',
  'description',
  'link',
  'image_link',
  'additional_image_link',
  'availability',
  'quantity',
  'price',
  'sale_price',
  'sale_price_effective_date',
  'brand',
  'gtin',
  'mpn',
  'condition',
  'google_product_category',
  'product_type',
  'color',
  'size',
  'material',
  'pattern',
  'product_weight',
  'shipping_weight',
] as const;

/** A name as programs compare it: `g:image_link`, `Image Link` and `imagelink` are one. */
export const squeezeName = (name: string): string =>
  name
    .replace(/^\w+:/, '')
    .replace(/[_\s-]+/gu, '')
    .toLowerCase();

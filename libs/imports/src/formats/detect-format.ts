import { UnknownFormatError } from './format.errors.js';
import { etsy } from './etsy.js';
import { headerFinder } from './find-header.js';
import { facebook } from './facebook.js';
import { googleMerchant } from './google-merchant.js';
import { magento } from './magento/magento.js';
import { openFoodNetwork } from './open-food-network.js';
import type { ProductFormat } from './product-format.js';
import { prestashop } from './prestashop/prestashop-products.js';
import { prestashopCombinations } from './prestashop/prestashop-combinations.js';
import { shopify2024 } from './shopify-2024.js';
import { shopifyClassic } from './shopify-classic.js';
import { square } from './square/square.js';
import { thelia } from './thelia.js';
import { wix } from './wix/wix.js';
import { woocommerce } from './woocommerce.js';

export const PRODUCT_FORMATS: readonly ProductFormat[] = [
  shopifyClassic,
  shopify2024,
  woocommerce,
  openFoodNetwork,
  thelia,
  googleMerchant,
  facebook,
  prestashop,
  prestashopCombinations,
  magento,
  wix,
  square,
  etsy,
];

/** Which of a file's first records is its header. */
export const findProductHeader = headerFinder((cells) =>
  PRODUCT_FORMATS.some((format) => format.recognises(cells) > 0),
);

/** The format that recognises the header best. @throws UnknownFormatError when none does. */
export function detectProductFormat(header: readonly string[]): ProductFormat {
  const [best] = PRODUCT_FORMATS.map((format) => ({ format, score: format.recognises(header) })).sort(
    (a, b) => b.score - a.score,
  );
  if (!best || best.score === 0)
    throw new UnknownFormatError({ columns: header.slice(0, 50).join(', ').slice(0, 1000) });
  return best.format;
}

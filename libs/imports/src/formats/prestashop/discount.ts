import type { CombinationBase, Discount } from '../product-format.js';
import { readPrice } from '../format-values.js';
import { isSaleCurrent } from '../sale-dates.js';
import { parseFrenchNumber } from '#libs/platform';

/** The texts of a product's discount. Of an amount and a percentage the amount counts, as in PrestaShop. */
export interface DiscountTexts {
  amount: string;
  percent: string;
  from: string;
  to: string;
}

/** The discount as it is written, and whether it runs today; null when there is none. */
export function readDiscount(texts: DiscountTexts): { discount: Discount; text: string; isCurrent: boolean } | null {
  const amount = readPrice(texts.amount).value ?? 0;
  const percent = parseFrenchNumber(texts.percent.replace('%', '')) ?? 0;
  const isCurrent = isSaleCurrent(texts.from, texts.to);
  if (amount > 0) return { discount: { kind: 'amount', value: amount }, text: `-${texts.amount} €`, isCurrent };
  if (percent <= 0 || percent >= 100) return null;
  return { discount: { kind: 'percent', value: percent }, text: `-${texts.percent.replace('%', '')} %`, isCurrent };
}

/** Percent of tax that is still to be added to a product's prices. */
export const taxToAdd = (product: { priceIncludesTax: boolean; vatRate?: number }): number =>
  product.priceIncludesTax ? 0 : (product.vatRate ?? 0);

/** A full price and what it comes to with the product's discount; an amount is taken off the price with tax. */
export function discounted(
  fullCents: number,
  { discount }: Pick<CombinationBase, 'discount'>,
  taxRate: number,
): { priceCents: number; compareAtCents?: number } {
  if (!discount) return { priceCents: fullCents };
  const reduced =
    discount.kind === 'percent'
      ? fullCents * (1 - discount.value / 100)
      : fullCents - discount.value / (1 + taxRate / 100);
  if (reduced <= 0) return { priceCents: fullCents };
  return { priceCents: Math.round(reduced * 10_000) / 10_000, compareAtCents: fullCents };
}

import { type ProductSafety, publicCategory, unitPrice } from '#libs/catalog';
import { formatCents } from '#libs/kernel';
import type { VariantView } from '#libs/themes';
import { say } from '../sentences.js';
import type { ProductRow, VariantRow } from '../shop-row.js';

interface Fact {
  label: string;
  text: string;
}

/** What the law and the customer want to know of a product beside its price. */
export function productFacts(product: ProductRow, variants: VariantView[]): Fact[] {
  const { brand, perishable } = product;
  const exclusion = product.withdrawal_exclusion ?? (perishable ? 'perishable' : null);
  const isReduced = variants.some(({ compareAt }) => compareAt);
  return [
    ...(isReduced && !perishable ? [fact('prior', say('product.prior_text'))] : []),
    ...(brand ? [fact('brand', brand)] : []),
    ...(perishable ? [fact('perishable', say('product.perishable_text'))] : []),
    ...(exclusion ? [fact('withdrawal', say(`product.exclusion.${exclusion}`))] : []),
    ...safetyFacts(product.safety),
  ];
}

const fact = (key: string, text: string): Fact => ({ label: say(`product.${key}`), text });

function safetyFacts({ manufacturer, responsible, warnings }: Partial<ProductSafety>): Fact[] {
  const line = (party?: ProductSafety['manufacturer']): string =>
    [party?.name, party?.address, party?.email].filter(Boolean).join(', ');
  const [maker, person] = [line(manufacturer), line(responsible)];
  return [
    ...(maker ? [fact('manufacturer', maker)] : []),
    ...(person ? [fact('responsible', person)] : []),
    ...(warnings ? [fact('warnings', warnings)] : []),
  ];
}

/** « 25,00 € le kg » where what is in the variant is known; of food, its weight does too. */
export function unitPriceLabel({ public_category: code }: ProductRow, variant: VariantRow | null): string | null {
  if (!variant) return null;
  const content = contentOf(variant, code);
  if (!content) return null;
  const { cents, per } = unitPrice(variant.price_cents, content);
  return say(`product.per.${per}`, { price: formatCents(cents) });
}

/** What is in one piece, where it is sold by measure. */
export function contentOf({ content_amount, content_unit, weight_grams }: VariantRow, code: string | null) {
  if (content_amount && content_unit) return { amount: content_amount, unit: content_unit };
  const kind = publicCategory(code)?.kind ?? 'food';
  return kind === 'food' && weight_grams ? { amount: weight_grams, unit: 'g' as const } : null;
}

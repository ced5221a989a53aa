import type { DraftBuilder } from './draft-builder.js';
import type { SourceRow, VariantDraft } from './product-format.js';

/** A variant whose price may still be missing. */
export interface VariantCandidate {
  row: SourceRow;
  variant: Omit<VariantDraft, 'priceCents'> & { priceCents: number | null };
}

/**
 * Adds the variants to the product and answers whether it can be shown for sale. A product's only variant may lack a
 * price or cost 0: it comes in hidden, to be priced later. Among several, one without a price is refused.
 */
export function settlePrices(builder: DraftBuilder, candidates: VariantCandidate[]): boolean {
  const [only] = candidates;
  if (candidates.length === 1 && only && !only.variant.priceCents) {
    builder.note(only.row.line, only.variant.priceCents === null ? 'imports.price_missing' : 'imports.price_zero');
    builder.addVariant(only.row, { ...only.variant, priceCents: 0 });
    return false;
  }
  for (const { row, variant } of candidates) {
    const { priceCents } = variant;
    if (priceCents) builder.addVariant(row, { ...variant, priceCents });
    else builder.refuse(row, priceCents === null ? 'imports.variant_price_missing' : 'imports.variant_price_zero');
  }
  return true;
}

import { formatCents } from '#libs/kernel';
import type { ChoiceNotice } from '#libs/themes';
import { say } from '../sentences.js';
import type { ProductRow } from '../shop-row.js';
import { alternatives, type Chosen, isAvailable } from './product-choice.js';

const MOST_OTHERS = 3;

/** Why what was chosen cannot be had, and what is nearest to it; null when it can. */
export function choiceNotice({ handle, variants }: ProductRow, chosen: Chosen): ChoiceNotice | null {
  const { variant, options } = chosen;
  if (variant && isAvailable(variant)) return null;
  const wanted = options.join(', ');
  return {
    text: say(variant ? 'product.choice_sold_out' : 'product.choice_impossible', { choice: wanted }),
    others: alternatives(variants, chosen, MOST_OTHERS).map((other) => ({
      label: `${other.options.join(', ')} · ${formatCents(other.price_cents)}`,
      url: `/produits/${handle}?variante=${other.variant_id}`,
    })),
  };
}

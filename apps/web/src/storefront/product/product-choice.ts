import { MAX_QUANTITY } from '../basket-cookie.js';
import type { ProductRow, VariantRow } from '../shop-row.js';

/** What a visitor chose of a product. `options`: one value for each option, empty where nothing was said. */
export interface ProductChoice {
  variantId: string;
  options: string[];
  /** As typed before; 1 at first. */
  quantity: number;
}

/** Names of the fields that say the value of an option; a product has three options at most. */
export const OPTION_FIELDS = ['o1', 'o2', 'o3'] as const;

/** `?variante=<id>` (a link) or `?variantId=<id>` (a form), or one value for each option: `?o1=M&o2=Rouge`. */
export function readChoice(query: Record<string, unknown>): ProductChoice {
  const text = (name: string): string => {
    const value = query[name];
    return typeof value === 'string' ? value.trim().slice(0, 100) : '';
  };
  const quantity = Number(text('quantity'));
  return {
    variantId: (text('variante') || text('variantId')).toLowerCase(),
    options: OPTION_FIELDS.map(text),
    quantity: Number.isInteger(quantity) && quantity >= 1 && quantity <= MAX_QUANTITY ? quantity : 1,
  };
}

/** The variant that a choice leads to; null when the values asked for do not exist together. */
export interface Chosen {
  variant: VariantRow | null;
  /** One value for each option of the product. */
  options: string[];
  /** A visitor asked for it; the first that can be had otherwise. */
  isAsked: boolean;
}

export function chosenOf({ variants, option_names }: ProductRow, { variantId, options }: ProductChoice): Chosen {
  const asked = option_names.map((_, i) => knownValue(variants, i, options[i] ?? ''));
  const isAsked = asked.some((value) => value !== '');
  const byId = isAsked ? undefined : variants.find((variant) => variant.variant_id === variantId);
  if (byId) return { variant: byId, options: byId.options, isAsked: true };
  const fits = variants.filter((variant) => asked.every((value, i) => value === '' || variant.options[i] === value));
  const variant = firstAvailable(fits);
  const fallback = firstAvailable(variants)?.options ?? [];
  return {
    variant,
    options: variant?.options ?? asked.map((value, i) => value || (fallback[i] ?? '')),
    isAsked,
  };
}

/** As the shop writes it; empty when the product has no such value. */
function knownValue(variants: VariantRow[], at: number, asked: string): string {
  if (asked === '') return '';
  const wanted = asked.toLowerCase();
  return variants.find(({ options }) => options[at]?.toLowerCase() === wanted)?.options[at] ?? '';
}

export const isAvailable = ({ stock, on_hand }: Pick<VariantRow, 'stock' | 'on_hand'>): boolean =>
  stock === 'untracked' || on_hand > 0;

const firstAvailable = (variants: VariantRow[]): VariantRow | null => variants.find(isAvailable) ?? variants[0] ?? null;

/** Other variants that can be had, those that share most with the choice first. */
export function alternatives(variants: VariantRow[], { variant, options }: Chosen, most: number): VariantRow[] {
  const shared = (other: VariantRow): number => other.options.filter((value, i) => value === options[i]).length;
  return variants
    .filter((other) => other !== variant && isAvailable(other))
    .toSorted((a, b) => shared(b) - shared(a))
    .slice(0, most);
}

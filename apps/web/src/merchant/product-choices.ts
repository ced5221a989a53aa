import { CONTENT_UNITS, type ProductView, publicCategories, WITHDRAWAL_EXCLUSIONS } from '#libs/catalog';
import { LEADS, STOCKS, VATS } from './product-fields.js';
import { byName, labelOf, rateText } from '../http/wording.js';

export type Say = (key: string, values?: Record<string, unknown>) => string;

export interface Choice {
  value: string;
  label: string;
  isSelected: boolean;
}

const choices = (values: readonly string[], label: (value: string) => string, selected: unknown): Choice[] =>
  values.map((value) => ({ value, label: label(value), isSelected: value === selected }));

export const stockChoices = (selected: unknown, say: Say): Choice[] =>
  choices(STOCKS, (value) => say(`products.stock_kind.${value}`), selected);

export const vatChoices = (selected: unknown): Choice[] => choices(VATS, (value) => rateText(Number(value)), selected);

export const exclusionChoices = (selected: unknown, say: Say): Choice[] =>
  choices(['none', ...WITHDRAWAL_EXCLUSIONS], (value) => say(`products.exclusion.${value}`), selected);

export const unitChoices = (selected: unknown, say: Say): Choice[] =>
  choices(CONTENT_UNITS, (value) => say(`products.unit.${value}`), selected);

/** The photos of a product that has several variants, as they are numbered above. */
export function photoChoices({ variants, photos }: ProductView, selected: unknown, say: Say): Choice[] {
  if (variants.length < 2 || photos.length === 0) return [];
  const labels = photos.map(({ alt }, i) => say('products.photo_numbered', { number: i + 1, alt }));
  const all = ['', ...photos.map(({ photoId }) => photoId)];
  return choices(all, (value) => labels[all.indexOf(value) - 1] ?? say('products.photo_any'), selected);
}

/** The shop's own, the usual ones, and whatever is chosen already. */
export function leadChoices(selected: unknown, say: Say): Choice[] {
  const own = typeof selected === 'string' && /^\d{1,5}$/.test(selected) ? Number(selected) : null;
  const minutes = [...new Set([...LEADS, ...(own === null ? [] : [own])])].sort((a, b) => a - b);
  const label = (value: string): string =>
    value === 'shop' ? say('products.lead_shop') : leadLabel(Number(value), say);
  return choices(['shop', ...minutes.map(String)], label, selected || 'shop');
}

function leadLabel(minutes: number, say: Say): string {
  if (minutes % 1440 === 0 && minutes > 0) return say('products.lead_days', { count: minutes / 1440 });
  if (minutes % 60 === 0) return say('products.lead_hours', { count: minutes / 60 });
  return say('products.lead_minutes', { count: minutes });
}

/** Those of the shop's trade first, then the others in the order of the alphabet. */
export function publicCategoryChoices(selected: unknown, trade: string, say: Say): Choice[] {
  const [own, others] = [true, false].map((isOwn) =>
    publicCategories()
      .filter((category) => (category.trade === trade) === isOwn)
      .map((category) => ({
        value: category.code,
        label: labelOf(category),
        isSelected: category.code === selected,
      })),
  ) as [Choice[], Choice[]];
  const none = { value: '', label: say('products.public_category_none'), isSelected: !selected };
  return [none, ...own, ...others.sort((a, b) => byName(a.label, b.label))];
}

import { z } from 'zod';

const FIELD = 'catalog.field';
const EMAIL = /^[^\s@<>"]{1,64}@[^\s@<>"]+\.[^\s@<>"]{2,}$/;

const line = (most: number) =>
  z
    .string({ error: FIELD })
    .max(most, FIELD)
    .overwrite((text) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim())
    .default('');

const party = z.strictObject({
  name: line(200),
  /** Postal, on one line. */
  address: line(400),
  email: line(254).refine((text) => text === '' || EMAIL.test(text), 'catalog.email'),
});

const NOBODY = { name: '', address: '', email: '' };

/**
 * What the offer of a product says for its safety: Regulation (EU) 2023/988, article 19. `responsible` is the person in the Union
 * when the manufacturer is outside of it (article 16). Empty texts are not known yet.
 */
export const productSafety = z.strictObject({
  manufacturer: party.default(NOBODY),
  responsible: party.default(NOBODY),
  warnings: z.string({ error: FIELD }).trim().max(4000, FIELD).default(''),
});

export type ProductSafety = z.output<typeof productSafety>;

export const NO_SAFETY: ProductSafety = { manufacturer: NOBODY, responsible: NOBODY, warnings: '' };

export type SafetyGap =
  'manufacturer.name' | 'manufacturer.address' | 'manufacturer.email' | 'responsible.address' | 'responsible.email';

/** What article 19 wants and is not there; a responsible person is whole or absent. */
export function safetyGaps({ manufacturer, responsible }: ProductSafety): SafetyGap[] {
  const own = (['name', 'address', 'email'] as const).filter((field) => manufacturer[field] === '');
  const other = responsible.name ? (['address', 'email'] as const).filter((field) => responsible[field] === '') : [];
  return [
    ...own.map((field) => `manufacturer.${field}` as const),
    ...other.map((field) => `responsible.${field}` as const),
  ];
}

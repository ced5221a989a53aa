import { z } from 'zod';
import { OPTION_FIELDS } from './product/product-choice.js';

const quantity = z.coerce.number().int().min(0).max(9999);
const option = z.string().trim().max(100).default('');

/** A variant by its id, or a product by one value for each of its options. */
export const addForm = z.object({
  variantId: z.string().trim().max(100).default(''),
  productId: z.string().trim().max(100).default(''),
  ...(Object.fromEntries(OPTION_FIELDS.map((field) => [field, option])) as Record<
    (typeof OPTION_FIELDS)[number],
    typeof option
  >),
  quantity: quantity.default(1),
});

export type AddForm = z.output<typeof addForm>;

export const changeForm = z.object({ quantity });

export const isId = (text: string): boolean => z.uuid().safeParse(text).success;

/** The values of the options that were sent. */
export const optionsOf = (form: AddForm): string[] => OPTION_FIELDS.map((field) => form[field]).filter(Boolean);

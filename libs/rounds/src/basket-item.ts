import { z } from 'zod';

/** What a customer is about to order in one shop. `cents` is the unit price that was last shown. */
export interface PricedItem {
  variantId: string;
  quantity: number;
  cents: number;
}

/** Lines over all shops: as many as one order takes, and as a cookie holds. */
export const MOST_LINES = 100;

export const pricedItemSchema = z.object({
  variantId: z.uuid().transform((id) => id.toLowerCase()),
  quantity: z.number().int().min(1).max(99),
  cents: z.number().int().min(0).max(100_000_000),
});

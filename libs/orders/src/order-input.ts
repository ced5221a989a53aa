import { z } from 'zod';

/** What a customer sends to order; shared by the checkout page and the API. */
export const orderInputSchema = z.object({
  customer: z.object({
    name: z.string().trim().min(1).max(200),
    email: z.string().trim().toLowerCase().max(254).pipe(z.email()),
    phone: z.string().trim().max(40).nullish(),
  }),
  slotId: z.string().trim().min(1).max(60),
  lines: z
    .array(
      z.object({
        variantId: z.string().trim().min(1).max(100),
        quantity: z.number().int().min(1).max(9999),
        substitution: z.enum(['similar', 'leave_out', 'call_me']).default('leave_out'),
      }),
    )
    .min(1)
    .max(100),
  note: z.string().trim().max(1000).nullish(),
  termsHash: z.string().max(200).nullish(),
});

export type OrderInput = z.input<typeof orderInputSchema>;

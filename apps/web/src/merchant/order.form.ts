import { z } from 'zod';
import { amount } from './product-fields.js';

const text = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .transform((value) => value || null)
    .nullish();

export const handoverForm = z.object({ code: z.string().trim().min(1).max(40) });

export const refusalForm = z.object({
  reason: z.enum(['sold_out', 'closed', 'too_busy', 'other']),
  sentence: text(500),
  /** Numbers of the lines that were not there. */
  missing: z.preprocess(
    (ticked) => [ticked ?? []].flat(),
    z.array(z.coerce.number().int().min(1).max(100)).max(100).default([]),
  ),
});

export const strikeForm = z.object({
  line: z.coerce.number().int().min(1).max(100),
  pieces: z.coerce.number().int().min(1).max(9999),
  strikeReason: text(200),
  /** Missing or damaged, or back on the shelf. */
  place: z.enum(['missing', 'shelf']).default('shelf'),
});

/** « 12,50 » in cents; a reason that the customer reads. `refundKey` makes a double click one refund. */
export const refundForm = z.object({
  amount: amount('payments.refund_cents').transform((cents) => cents ?? 0),
  refundReason: z.string().trim().max(500, 'payments.refund_reason').default(''),
  refundKey: z.uuid().optional(),
});

export const boardQuery = z.object({ q: z.string().trim().max(200).optional().catch(undefined) });

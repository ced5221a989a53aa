import { z } from 'zod';
import { InvalidInputError } from '#libs/kernel';
import { customerSchema, orderLineSchema } from '#libs/orders';
import { MOST_STOPS } from './best-trip.js';

const shop = z.string({ error: 'rounds.input' }).trim().toLowerCase().min(1, 'rounds.input').max(60, 'rounds.input');
const insee = z.string().regex(/^[0-9AB]{5}$/, 'rounds.from');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'rounds.day');
const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'rounds.time');

const ordersOf = <T extends z.ZodType<{ shop: string }>>(order: T) =>
  z
    .array(order, { error: 'rounds.orders' })
    .min(1, 'rounds.orders')
    .max(MOST_STOPS, 'rounds.orders')
    .refine((orders) => new Set(orders.map((each) => each.shop)).size === orders.length, 'rounds.shop_twice');

/** What is asked of a proposal: several baskets, from where, on which day, not before which time. */
export const proposalInputSchema = z.object(
  {
    orders: ordersOf(
      z.object({
        shop,
        lines: z
          .array(orderLineSchema.omit({ substitution: true }), { error: 'rounds.input' })
          .max(100, 'rounds.input'),
      }),
    ),
    fromCommune: insee.nullish(),
    day: day.nullish(),
    notBefore: wallTime.nullish(),
  },
  { error: 'rounds.input' },
);

/** N orders, placed all or none; the slots must make a round. `shownCents`: the unit price the customer saw, checked when given. */
export const roundInputSchema = z.object(
  {
    customer: customerSchema,
    orders: ordersOf(
      z.object(
        {
          shop,
          slotId: z.string({ error: 'orders.slot' }).trim().min(1, 'orders.slot').max(60, 'orders.slot'),
          lines: z
            .array(orderLineSchema.extend({ shownCents: z.number().int().min(0).nullish() }), { error: 'orders.lines' })
            .min(1, 'orders.lines')
            .max(100, 'orders.lines'),
          note: z.string().trim().max(1000, 'orders.note').nullish(),
          /** SHA-256 of the terms that were accepted; absent: those in force. */
          termsHash: z
            .string()
            .regex(/^[0-9a-f]{64}$/, 'rounds.input')
            .nullish(),
        },
        { error: 'rounds.input' },
      ),
    ),
    fromCommune: insee.nullish(),
    language: z.enum(['fr', 'en'], { error: 'rounds.input' }).default('fr'),
    wantsTexts: z.boolean({ error: 'rounds.input' }).default(false),
  },
  { error: 'rounds.input' },
);

export type ProposalInput = z.input<typeof proposalInputSchema>;
export type RoundInput = z.input<typeof roundInputSchema>;
export type CheckedRound = z.output<typeof roundInputSchema>;

/** @throws InvalidInputError with one entry per field (`orders.0.lines.1.quantity`) */
export function checked<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new InvalidInputError(
    parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), code: message })),
  );
}

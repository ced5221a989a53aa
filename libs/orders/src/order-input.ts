import { z } from 'zod';
import { InvalidInputError } from '#libs/kernel';

const CONTROL = /[\p{Cc}\u2028\u2029]/u;
const PHONE = /^\+?[\d\s().\u00a0\u202f/-]{6,40}$/;

const oneLine = z
  .string({ error: 'orders.name' })
  .trim()
  .min(1, 'orders.name')
  .max(200, 'orders.name')
  .refine((text) => !CONTROL.test(text), 'orders.name');

const email = z
  .string({ error: 'orders.email' })
  .trim()
  .toLowerCase()
  .max(254, 'orders.email')
  .pipe(z.email({ error: 'orders.email' }));

const phone = z
  .string({ error: 'orders.phone' })
  .trim()
  .max(40, 'orders.phone')
  .refine((text) => text === '' || (PHONE.test(text) && text.replace(/\D/g, '').length >= 6), 'orders.phone')
  .transform((text) => text || null)
  .nullish();

const note = z
  .string({ error: 'orders.note' })
  .trim()
  .max(1000, 'orders.note')
  .refine((text) => !text.includes('\0'), 'orders.note')
  .transform((text) => text || null)
  .nullish();

/** What a customer says of themselves, and the note to the shop. */
export const customerSchema = z.object({ name: oneLine, email, phone }, { error: 'orders.input' });

export const orderLineSchema = z.object(
  {
    variantId: z.string({ error: 'orders.input' }).trim().min(1, 'orders.input').max(100, 'orders.input'),
    quantity: z
      .number({ error: 'orders.quantity' })
      .int('orders.quantity')
      .min(1, 'orders.quantity')
      .max(9999, 'orders.quantity'),
    substitution: z.enum(['similar', 'leave_out', 'call_me'], { error: 'orders.substitution' }).default('leave_out'),
  },
  { error: 'orders.input' },
);

/** What a customer sends to order; shared by the checkout page and the API. Each issue's message is an error code. */
export const orderInputSchema = z.object(
  {
    customer: customerSchema,
    slotId: z.string({ error: 'orders.slot' }).trim().min(1, 'orders.slot').max(60, 'orders.slot'),
    lines: z.array(orderLineSchema, { error: 'orders.lines' }).min(1, 'orders.lines').max(100, 'orders.lines'),
    note,
    /** SHA-256 of the terms that were accepted; absent: those in force. */
    termsHash: z
      .string({ error: 'orders.input' })
      .regex(/^[0-9a-f]{64}$/, 'orders.input')
      .nullish(),
    payment: z.enum(['shop', 'card'], { error: 'orders.payment' }).default('shop'),
    language: z.enum(['fr', 'en'], { error: 'orders.input' }).default('fr'),
    wantsTexts: z.boolean({ error: 'orders.input' }).default(false),
  },
  { error: 'orders.input' },
);

export type OrderInput = z.input<typeof orderInputSchema>;
export type CheckedOrder = z.output<typeof orderInputSchema>;

/** Reads an order; two lines of one variant become one. @throws InvalidInputError with one entry per field (`lines.0.quantity`) */
export function checkedOrder(input: unknown): CheckedOrder {
  const parsed = orderInputSchema.safeParse(input);
  if (!parsed.success) {
    throw new InvalidInputError(
      parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), code: issue.message })),
    );
  }
  const lines = new Map<string, CheckedOrder['lines'][number]>();
  for (const [i, line] of parsed.data.lines.entries()) {
    const id = line.variantId.toLowerCase();
    const quantity = line.quantity + (lines.get(id)?.quantity ?? 0);
    if (quantity > 9999) throw new InvalidInputError([{ path: `lines.${i}.quantity`, code: 'orders.quantity' }]);
    lines.set(id, { ...line, ...lines.get(id), variantId: id, quantity });
  }
  return { ...parsed.data, lines: [...lines.values()] };
}

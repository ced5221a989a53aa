import { z } from 'zod';
import { euros } from '#libs/kernel';
import type { OrderDetails, OrderLineDetails } from '#libs/orders';
import type { SlotTime } from '#libs/pickup';

export const moneySchema = z.object({ amount: z.int(), currency: z.literal('EUR') });

export const slotTimeSchema = z.object({
  id: z.string(),
  start: z.string(),
  end: z.string(),
  localDate: z.string(),
  localStart: z.string(),
  localEnd: z.string(),
});

export const slotSchema = slotTimeSchema.extend({ remaining: z.int().min(0), capacity: z.int() });

const lineSchema = z.object({
  line: z.int(),
  productId: z.string(),
  variantId: z.string(),
  name: z.string(),
  options: z.array(z.string()),
  quantity: z.int(),
  struck: z.int(),
  strikeReason: z.string().nullable(),
  unitPrice: moneySchema,
  total: moneySchema,
  substitution: z.string(),
});

const eventSchema = z.object({
  status: z.string(),
  at: z.string(),
  actor: z.enum(['customer', 'system', 'shop']),
  reason: z.string().nullable(),
  comment: z.string().nullable(),
});

/** Null: paid in the shop. */
const paymentSchema = z.object({
  status: z.enum(['awaiting', 'authorised', 'captured', 'released', 'failed']),
  authorised: moneySchema,
  captured: moneySchema,
  refunded: moneySchema,
});

const orderFields = {
  number: z.string(),
  status: z.string(),
  total: moneySchema,
  slot: slotTimeSchema,
  lines: z.array(lineSchema),
  events: z.array(eventSchema),
  note: z.string().nullable(),
  placedAt: z.string(),
  answerDueAt: z.string().nullable(),
  payment: paymentSchema.nullable(),
  slotLostAt: z.string().nullable().describe('When the slot was no longer within the opening hours'),
  proposedSlots: z.array(slotTimeSchema),
};

/** What the customer sees. */
export const customerOrderSchema = z.object({
  ...orderFields,
  pickupCode: z.string(),
  url: z.string(),
  token: z.string(),
  canCancel: z.boolean(),
  termsHash: z.string().nullable(),
  /** Where to pay, while the order waits for it. */
  paymentUrl: z.string().optional(),
  withdrawal: z.object({ declaredAt: z.string(), lines: z.array(z.int()), text: z.string() }).nullable(),
});

/** What the shop sees: whose order it is, and not the code that the customer shows. */
export const shopOrderSchema = z.object({
  id: z.string(),
  ...orderFields,
  customer: z.object({ name: z.string(), email: z.string(), phone: z.string().nullable() }),
});

export const customerOrder = (order: OrderDetails): z.infer<typeof customerOrderSchema> => ({
  ...fieldsOf(order),
  pickupCode: order.pickupCode,
  url: order.url,
  token: order.token,
  canCancel: order.canCancel,
  termsHash: order.termsHash,
  withdrawal: order.withdrawal && {
    declaredAt: order.withdrawal.declaredAt,
    lines: order.withdrawal.lines,
    text: order.withdrawal.text,
  },
});

export const shopOrder = (order: OrderDetails): z.infer<typeof shopOrderSchema> => ({
  id: order.orderId,
  ...fieldsOf(order),
  customer: order.customer,
});

const fieldsOf = (order: OrderDetails) => ({
  number: order.number,
  status: order.status,
  total: euros(order.totalCents),
  slot: slotTimeOf(order.slot),
  lines: order.lines.map(lineOf),
  events: order.events.map(({ to, at, actor, reason, comment }) => ({
    status: to,
    at,
    actor: whoOf(actor),
    reason,
    comment,
  })),
  note: order.note,
  placedAt: order.placedAt,
  answerDueAt: order.answerDueAt,
  payment: order.payment && {
    status: order.payment.status,
    authorised: euros(order.payment.amountCents),
    captured: euros(order.payment.capturedCents),
    refunded: euros(order.payment.refundedCents),
  },
  slotLostAt: order.slotLostAt,
  proposedSlots: order.proposals.map(slotTimeOf),
});

/** No person is named. */
const whoOf = (actor: string): 'customer' | 'system' | 'shop' =>
  actor === 'customer' || actor === 'system' ? actor : 'shop';

const lineOf = (line: OrderLineDetails): z.infer<typeof lineSchema> => ({
  line: line.line,
  productId: line.productId,
  variantId: line.variantId,
  name: line.name,
  options: line.options,
  quantity: line.quantity,
  struck: line.struck,
  strikeReason: line.strikeReason,
  unitPrice: euros(line.unitCents),
  total: euros(line.totalCents),
  substitution: line.substitution,
});

const slotTimeOf = ({ id, start, end, localDate, localStart, localEnd }: SlotTime): SlotTime => ({
  id,
  start,
  end,
  localDate,
  localStart,
  localEnd,
});

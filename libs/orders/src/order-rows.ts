import { slotTime, REGION_ZONE } from '#libs/pickup';
import type {
  OrderDetails,
  OrderEventDetails,
  OrderLineDetails,
  PaymentDetails,
  WithdrawalDetails,
} from './order-details.js';
import type { OrderLinks } from './order-links.js';
import { canBeCancelled, type OrderStatus } from './order-status.js';

/** An order with its lines and events, as `ORDER_SQL` reads it. */
export interface OrderRow {
  order_id: string;
  slug: string;
  number: string;
  status: OrderStatus;
  customer_name: string;
  customer_email: string;
  customer_phone: string | null;
  customer_language: 'fr' | 'en';
  wants_texts: boolean;
  erased_at: Date | null;
  note: string | null;
  slot_starts_at: Date;
  slot_ends_at: Date;
  total_cents: number;
  pickup_code: string;
  placed_at: Date;
  answer_due_at: Date | null;
  slot_lost_at: Date | null;
  proposals: { start: number; end: number }[];
  terms_hash: string | null;
  payment: PaymentDetails | null;
  withdrawal: WithdrawalDetails | null;
  lines: Omit<OrderLineDetails, 'totalCents'>[];
  events: OrderEventDetails[];
}

const PAYMENT = `
  (select json_build_object('status', p.status, 'amountCents', p.amount_cents, 'capturedCents', p.captured_cents,
      'refundedCents', coalesce(r.done, 0), 'dueAt', p.due_at, 'refunds', coalesce(r.refunds, '[]'))
    from order_payment p, lateral (
      select sum(f.cents) filter (where f.status = 'done') as done, json_agg(json_build_object('cents', f.cents,
        'cause', f.cause, 'reason', f.reason, 'status', f.status, 'at', f.asked_at) order by f.asked_at, f.refund_id) as refunds
      from payment_refund f where f.shop_id = $1 and f.order_id = o.order_id) r
    where p.shop_id = $1 and p.order_id = o.order_id)`;

const WITHDRAWAL = `
  (select json_build_object('declaredAt', w.declared_at, 'email', w.customer_email, 'text', w.text, 'lines', w.lines, 'cents', w.cents,
      'refundDueAt', w.refund_due_at)
    from order_withdrawal w where w.shop_id = $1 and w.order_id = o.order_id)`;

const PROPOSALS = `
  (select coalesce(json_agg(json_build_object('start', (extract(epoch from s.starts_at) * 1000)::bigint,
      'end', (extract(epoch from s.ends_at) * 1000)::bigint) order by s.starts_at), '[]')
    from slot_proposal s where s.shop_id = $1 and s.order_id = o.order_id)`;

/** $1 shop; a where clause over `o` follows. */
export const ORDER_SQL = `
  select o.order_id, a.slug, o.number, o.status, o.customer_name, o.customer_email, o.customer_phone, o.note,
    o.customer_language, o.wants_texts, o.erased_at,
    o.slot_starts_at, o.slot_ends_at, o.total_cents, o.pickup_code, o.placed_at, o.answer_due_at, o.slot_lost_at,
    ${PROPOSALS} as proposals,
    o.terms_hash,
    ${PAYMENT} as payment,
    ${WITHDRAWAL} as withdrawal,
    (select json_agg(json_build_object('line', l.line, 'productId', l.product_id, 'variantId', l.variant_id,
        'name', l.name, 'options', l.options, 'vatRate', l.vat_rate, 'unitCents', l.unit_cents, 'quantity', l.quantity,
        'struck', l.struck, 'strikeReason', l.strike_reason, 'substitution', l.substitution, 'exclusion', l.withdrawal_exclusion) order by l.line)
      from order_line l where l.shop_id = $1 and l.order_id = o.order_id) as lines,
    (select json_agg(json_build_object('from', e.from_status, 'to', e.to_status, 'actor', e.actor, 'reason', e.reason,
        'comment', e.comment, 'at', e.at) order by e.seq)
      from order_event e where e.shop_id = $1 and e.order_id = o.order_id) as events
  from shop_order o join shop_address a on a.shop_id = o.shop_id and a.kind = 'current'
  where o.shop_id = $1 and `;

export function orderDetails(row: OrderRow, links: OrderLinks): OrderDetails {
  return {
    orderId: row.order_id,
    number: row.number,
    status: row.status,
    customer: { name: row.customer_name, email: row.customer_email, phone: row.customer_phone },
    language: row.customer_language,
    wantsTexts: row.wants_texts,
    isErased: row.erased_at !== null,
    note: row.note,
    slot: slotTime(row.slot_starts_at.getTime(), row.slot_ends_at.getTime(), REGION_ZONE),
    totalCents: row.total_cents,
    pickupCode: row.pickup_code,
    placedAt: row.placed_at.toISOString(),
    slotLostAt: row.slot_lost_at?.toISOString() ?? null,
    proposals: row.proposals.map(({ start, end }) => slotTime(start, end, REGION_ZONE)),
    answerDueAt: row.answer_due_at?.toISOString() ?? null,
    lines: row.lines.map((line) => ({ ...line, totalCents: line.unitCents * (line.quantity - line.struck) })),
    events: row.events.map((event) => ({ ...event, at: iso(event.at) })),
    token: links.token(row.order_id),
    url: links.url(row.slug, row.order_id),
    payment: row.payment && paymentDetails(row.payment),
    termsHash: row.terms_hash,
    withdrawal: row.withdrawal && {
      ...row.withdrawal,
      declaredAt: iso(row.withdrawal.declaredAt),
      refundDueAt: iso(row.withdrawal.refundDueAt),
    },
    canCancel: canBeCancelled(row.status),
  };
}

const paymentDetails = (payment: PaymentDetails): PaymentDetails => ({
  ...payment,
  dueAt: iso(payment.dueAt),
  refunds: payment.refunds.map((refund) => ({ ...refund, at: iso(refund.at) })),
});

/** PostgreSQL's JSON writes an instant with an offset and microseconds. */
const iso = (instant: string): string => new Date(instant).toISOString();

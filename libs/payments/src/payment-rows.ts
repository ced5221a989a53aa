import type { EntityManager } from 'typeorm';
import type { OrderStatus, PaymentStatus } from '#libs/orders';
import { currentShopId, type Tenancy } from '#libs/tenancy';

/** The payment of one order of the current shop, with what the order says now. Cents. */
export interface PaymentRow {
  orderId: string;
  orderStatus: OrderStatus;
  totalCents: number;
  accountId: string;
  status: PaymentStatus;
  amountCents: number;
  captureCents: number | null;
  capturedCents: number;
  dueAt: Date;
  sessionAttempt: number;
  sessionExpiresAt: Date | null;
  sessionId: string | null;
  sessionUrl: string | null;
  intentId: string | null;
  captureBy: Date | null;
  refunds: RefundRow[];
}

export interface RefundRow {
  refundId: string;
  cents: number;
  cause: 'merchant' | 'system' | 'withdrawal';
  status: 'asked' | 'done' | 'failed';
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Null for an order that is paid in the shop, unknown, or of another shop. */
export async function readPayment(tenancy: Tenancy, orderId: string): Promise<PaymentRow | null> {
  if (!UUID.test(orderId)) return null;
  const [row] = await tenancy.shopRead<PaymentRow>(PAYMENT_SQL, [currentShopId(), orderId]);
  return row ?? null;
}

/** As `readPayment`, after the order and its payment were locked, in this order. */
export async function lockPayment(tx: EntityManager, orderId: string): Promise<PaymentRow | null> {
  if (!UUID.test(orderId)) return null;
  const key = [currentShopId(), orderId];
  await tx.query('select 1 from shop_order where shop_id = $1 and order_id = $2 for update', key);
  await tx.query('select 1 from order_payment where shop_id = $1 and order_id = $2 for update', key);
  const [row] = await tx.query<PaymentRow[]>(PAYMENT_SQL, key);
  return row ?? null;
}

/** Columns of `order_payment` to set; names are code, values parameters. */
export async function setPayment(tx: EntityManager, orderId: string, changes: Record<string, unknown>): Promise<void> {
  const sets = Object.keys(changes).map((column, i) => `${column} = $${i + 3}`);
  await tx.query(`update order_payment set ${sets.join(', ')} where shop_id = $1 and order_id = $2`, [
    currentShopId(),
    orderId,
    ...Object.values(changes),
  ]);
}

const PAYMENT_SQL = `
  select p.order_id as "orderId", o.status as "orderStatus", o.total_cents as "totalCents", p.account_id as "accountId",
    p.status, p.amount_cents as "amountCents", p.capture_cents as "captureCents", p.captured_cents as "capturedCents",
    p.due_at as "dueAt", p.session_attempt as "sessionAttempt", p.session_expires_at as "sessionExpiresAt",
    p.session_id as "sessionId", p.session_url as "sessionUrl", p.payment_intent_id as "intentId",
    p.capture_by as "captureBy",
    (select coalesce(json_agg(json_build_object('refundId', r.refund_id, 'cents', r.cents, 'cause', r.cause,
        'status', r.status) order by r.asked_at, r.refund_id), '[]')
      from payment_refund r where r.shop_id = $1 and r.order_id = p.order_id) as refunds
  from order_payment p join shop_order o on o.shop_id = p.shop_id and o.order_id = p.order_id
  where p.shop_id = $1 and p.order_id = $2`;

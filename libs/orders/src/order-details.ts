import type { Slot } from '#libs/pickup';
import type { OrderStatus } from './order-status.js';

export type Substitution = 'similar' | 'leave_out' | 'call_me';
export type RefusalReason = 'sold_out' | 'closed' | 'too_busy' | 'other';

export interface OrderLineDetails {
  /** 1, 2...; names the line within its order. */
  line: number;
  productId: string;
  variantId: string;
  name: string;
  options: string[];
  vatRate: number;
  /** Cents, tax included. */
  unitCents: number;
  quantity: number;
  /** Pieces of `quantity` that are not handed over. */
  struck: number;
  /** Cents for what is handed over: `unitCents * (quantity - struck)`. */
  totalCents: number;
  substitution: Substitution;
}

/** `actor` is `customer`, `system` or `person:<id>`; `at` an ISO instant. */
export interface OrderEventDetails {
  from: OrderStatus | null;
  to: OrderStatus;
  actor: string;
  reason: string | null;
  comment: string | null;
  at: string;
}

/** An order as pages, mails and the API see it. Amounts in cents, instants ISO 8601. */
export interface OrderDetails {
  orderId: string;
  number: string;
  status: OrderStatus;
  customer: { name: string; email: string; phone: string | null };
  note: string | null;
  slot: Omit<Slot, 'remaining'>;
  totalCents: number;
  pickupCode: string;
  placedAt: string;
  answerDueAt: string | null;
  lines: OrderLineDetails[];
  events: OrderEventDetails[];
  /** The secret part of the customer's link. */
  token: string;
  /** `<shop's origin>/commandes/<token>`. */
  url: string;
  /** The customer may still cancel. */
  canCancel: boolean;
}

/** Who moves an order: `customer`, `system` or `person:<id>`. */
export type OrderActor = string;

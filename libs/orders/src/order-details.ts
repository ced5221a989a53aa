import type { SlotTime } from '#libs/pickup';
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
  /** Why they are not, as the merchant said it last. */
  strikeReason: string | null;
  /** Cents for what is handed over: `unitCents * (quantity - struck)`. */
  totalCents: number;
  substitution: Substitution;
  /** Why it cannot be sent back when it was paid online; null: it can. */
  exclusion: WithdrawalExclusion | null;
}

/** Code de la consommation L221-28: 4° and 5°, 3°, 5°, 9°, 11°, 2°, 6°. */
export type WithdrawalExclusion =
  'perishable' | 'made_to_measure' | 'hygiene_sealed' | 'media_sealed' | 'press' | 'market_price' | 'inseparable';

export type PaymentStatus = 'awaiting' | 'authorised' | 'captured' | 'released' | 'failed';

/** Cents; `reason` is the merchant's sentence. Instants ISO 8601. */
export interface RefundDetails {
  cents: number;
  cause: 'merchant' | 'system' | 'withdrawal';
  reason: string | null;
  status: 'asked' | 'done' | 'failed';
  at: string;
}

/** The money of an order that is paid by card. */
export interface PaymentDetails {
  status: PaymentStatus;
  /** What the customer authorised, what was taken of it, and what of that was given back. */
  amountCents: number;
  capturedCents: number;
  refundedCents: number;
  /** Unpaid then, the order lapses. */
  dueAt: string;
  refunds: RefundDetails[];
}

/** A withdrawal as it was declared; `lines` are numbers of lines, `cents` what is to be given back for them. */
export interface WithdrawalDetails {
  declaredAt: string;
  /** Where the receipt goes. */
  email: string;
  text: string;
  lines: number[];
  cents: number;
  refundDueAt: string;
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
  /** The customer's, as their browser said. */
  language: 'fr' | 'en';
  /** The customer asked for text messages. */
  wantsTexts: boolean;
  /** Name, address, phone and note are gone for good. */
  isErased: boolean;
  note: string | null;
  slot: SlotTime;
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
  /** Null: paid in the shop. */
  payment: PaymentDetails | null;
  /** SHA-256 of the terms of sale that were accepted. */
  termsHash: string | null;
  withdrawal: WithdrawalDetails | null;
  /** When its slot was no longer within the shop's hours; null: it still is. */
  slotLostAt: string | null;
  /** Other slots that the customer may choose. */
  proposals: SlotTime[];
  /** The customer may still cancel. */
  canCancel: boolean;
}

/** Who moves an order: `customer`, `system` or `person:<id>`. */
export type OrderActor = string;

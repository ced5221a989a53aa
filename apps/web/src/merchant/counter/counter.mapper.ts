import type { Temporal } from 'temporal-polyfill';
import { counterMarks, type CounterMarks, type OrderDetails } from '#libs/orders';
import { isPaidOnline, lineLabel, STATUS_TONES } from '../order-board.mapper.js';
import { hourText, relativeDayText } from '../../http/wording.js';

/** An order as the counter shows it and a device keeps it. Amounts in cents. */
export interface CounterOrder {
  id: string;
  number: string;
  status: OrderDetails['status'];
  tone: string;
  /** « Aujourd’hui, 14 h – 14 h 30 ». */
  slot: string;
  name: string;
  phone: string;
  email: string;
  note: string;
  total: number;
  /** By card, online. */
  isPaid: boolean;
  /** « 2 × Roses, 1 × Vase ». */
  summary: string;
  lines: { line: number; label: string; quantity: number; unit: number }[];
  marks: CounterMarks;
  /** Accepted or ready. */
  canHandOver: boolean;
}

export function counterOrder(order: OrderDetails, now: Temporal.Instant): CounterOrder {
  const { slot, customer, status } = order;
  const day = relativeDayText(slot.localDate, now);
  const lines = order.lines.filter(({ quantity, struck }) => struck < quantity);
  return {
    id: order.orderId,
    number: order.number,
    status,
    tone: STATUS_TONES[status],
    slot: `${day.charAt(0).toUpperCase()}${day.slice(1)}, ${hourText(slot.localStart)} –\u00a0${hourText(slot.localEnd)}`,
    name: customer.name,
    phone: customer.phone ?? '',
    email: customer.email,
    note: order.note ?? '',
    total: order.totalCents,
    isPaid: isPaidOnline(order),
    summary: lines.map((line) => `${line.quantity - line.struck}\u00a0×\u00a0${lineLabel(line)}`).join(', '),
    lines: lines.map((line) => ({
      line: line.line,
      label: lineLabel(line),
      quantity: line.quantity - line.struck,
      unit: line.unitCents,
    })),
    marks: counterMarks(order),
    canHandOver: status === 'accepted' || status === 'ready',
  };
}

/** In the order given, under their slots. */
export function bySlot(orders: CounterOrder[]): { when: string; orders: CounterOrder[] }[] {
  const slots: { when: string; orders: CounterOrder[] }[] = [];
  for (const order of orders) {
    if (slots.at(-1)?.when === order.slot) slots.at(-1)!.orders.push(order);
    else slots.push({ when: order.slot, orders: [order] });
  }
  return slots;
}

/** What the script fills in. */
export const BLANK_LINE = { line: '', label: '', quantity: '', missing: '' };
export const BLANK_ORDER = { id: '', phone: '', note: '', lines: [] };

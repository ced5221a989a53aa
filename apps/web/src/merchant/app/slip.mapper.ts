import type { OrderDetails } from '#libs/orders';
import { readableCode } from '#libs/orders';
import { isPaidOnline, lineLabel } from '../order-board.mapper.js';
import { dayText, hourText } from '../../http/wording.js';

/** What is printed and laid on the parcel. */
export interface Slip {
  number: string;
  code: string;
  customerName: string;
  phone: string | null;
  /** « mardi 24 novembre, 14 h – 14 h 30 ». */
  slot: string;
  note: string | null;
  lines: { quantity: number; label: string; total: number; substitution: string }[];
  pieces: number;
  total: number;
  /** By card, online. */
  isPaid: boolean;
}

/** Paper: sheets, or the roll of a till. */
export const PAPERS = ['a4', '80mm'] as const;
export type Paper = (typeof PAPERS)[number];

export const slotLabel = ({ slot }: Pick<OrderDetails, 'slot'>): string =>
  `${dayText(slot.localDate)}, ${hourText(slot.localStart)} –\u00a0${hourText(slot.localEnd)}`;

/** Lines that were struck altogether are left out. */
export function slipOf(order: OrderDetails): Slip {
  const lines = order.lines
    .map((line) => ({ line, quantity: line.quantity - line.struck }))
    .filter(({ quantity }) => quantity > 0)
    .map(({ line, quantity }) => ({
      quantity,
      label: lineLabel(line),
      total: line.totalCents,
      substitution: `orders.substitution.${line.substitution}`,
    }));
  return {
    number: order.number,
    code: readableCode(order.pickupCode),
    customerName: order.customer.name,
    phone: order.customer.phone,
    slot: slotLabel(order),
    note: order.note,
    lines,
    pieces: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    total: order.totalCents,
    isPaid: isPaidOnline(order),
  };
}

/** The days and slots of orders that are still to be handed over, in their order, each named as the form sends it. */
export function slotChoices(orders: OrderDetails[]): { value: string; label: string; count: number }[] {
  const found = new Map<string, { value: string; label: string; count: number }>();
  const count = (value: string, label: string) => {
    const known = found.get(value);
    if (known) known.count++;
    else found.set(value, { value, label, count: 1 });
  };
  for (const order of orders) {
    const { localDate, localStart } = order.slot;
    count(localDate, dayText(localDate));
    count(`${localDate}T${localStart}`, slotLabel(order));
  }
  return [...found.values()].sort((a, b) => a.value.localeCompare(b.value));
}

/** Of one day (`2026-11-24`) or one slot (`2026-11-24T14:00`). */
export const isOf = ({ slot }: OrderDetails, asked: string): boolean =>
  asked === slot.localDate || asked === `${slot.localDate}T${slot.localStart}`;

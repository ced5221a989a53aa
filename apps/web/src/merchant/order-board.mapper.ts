import type { Temporal } from 'temporal-polyfill';
import type { OrderDetails, OrderLineDetails, OrderStatus } from '#libs/orders';
import { hourText, relativeDayText } from '../http/wording.js';

type Tone = 'neutral' | 'accent' | 'success' | 'warning' | 'danger';

export interface OrderCard {
  number: string;
  url: string;
  status: OrderStatus;
  tone: Tone;
  customerName: string;
  /** « 14 h – 14 h 30 ». */
  hours: string;
  /** « 2 × Roses, 1 × Vase ». */
  summary: string;
  total: number;
  /** ISO instant until which the shop answers. */
  answerDueAt: string | null;
  isLate: boolean;
  /** What most probably comes next: a form that posts to `url`, its label a sentence's key. */
  next: { url: string; label: string; icon: string } | null;
}

export interface BoardSection {
  id: string;
  /** Key of its title. */
  title: string;
  count: number;
  days: { label: string; orders: OrderCard[] }[];
}

export const STATUS_TONES: Record<OrderStatus, Tone> = {
  placed: 'warning',
  accepted: 'accent',
  ready: 'success',
  collected: 'neutral',
  partially_collected: 'neutral',
  refused: 'danger',
  cancelled: 'neutral',
  lapsed: 'danger',
  no_show: 'danger',
};

const SECTIONS: { id: string; status: OrderStatus }[] = [
  { id: 'a-repondre', status: 'placed' },
  { id: 'a-preparer', status: 'accepted' },
  { id: 'pretes', status: 'ready' },
];

/** Orders whose slot closed first, the others by state, then by the day of their slot; states without an order are left out. */
export function boardSections(orders: OrderDetails[], now: Temporal.Instant): BoardSection[] {
  const section = (id: string, key: string, mine: OrderDetails[]): BoardSection => ({
    id,
    title: `orders.section.${key}`,
    count: mine.length,
    days: byDay(mine, now),
  });
  const lost = orders.filter((order) => order.slotLostAt !== null);
  const kept = orders.filter((order) => order.slotLostAt === null);
  return [
    section('creneau-ferme', 'lost', lost),
    ...SECTIONS.map(({ id, status }) =>
      section(
        id,
        status,
        kept.filter((order) => order.status === status),
      ),
    ),
  ].filter(({ count }) => count > 0);
}

/** In the order given; a day ends where another begins. */
export function byDay(orders: OrderDetails[], now: Temporal.Instant): BoardSection['days'] {
  const days: (BoardSection['days'][number] & { date: string })[] = [];
  for (const order of orders) {
    const { localDate: date } = order.slot;
    const card = orderCard(order, now);
    if (days.at(-1)?.date === date) days.at(-1)?.orders.push(card);
    else days.push({ date, label: capital(relativeDayText(date, now)), orders: [card] });
  }
  return days.map(({ label, orders: cards }) => ({ label, orders: cards }));
}

export function orderCard(order: OrderDetails, now: Temporal.Instant): OrderCard {
  const url = `/commandes/${order.orderId}`;
  return {
    number: order.number,
    url,
    status: order.status,
    tone: STATUS_TONES[order.status],
    customerName: order.customer.name,
    hours: `${hourText(order.slot.localStart)} –\u00a0${hourText(order.slot.localEnd)}`,
    summary: order.lines.map((line) => `${line.quantity - line.struck}\u00a0×\u00a0${lineLabel(line)}`).join(', '),
    total: order.totalCents,
    answerDueAt: order.status === 'placed' ? order.answerDueAt : null,
    isLate: isWaiting(order) && Date.parse(order.slot.end) < now.epochMilliseconds,
    next: nextOf(order.status, url),
  };
}

export const lineLabel = ({ name, options }: Pick<OrderLineDetails, 'name' | 'options'>): string =>
  options.length === 0 ? name : `${name} (${options.join(', ')})`;

const isWaiting = ({ status }: OrderDetails): boolean => ['placed', 'accepted', 'ready'].includes(status);

function nextOf(status: OrderStatus, url: string): OrderCard['next'] {
  if (status === 'placed') return { url: `${url}/acceptation`, label: 'orders.accept', icon: 'check' };
  if (status === 'accepted') return { url: `${url}/preparation`, label: 'orders.mark_ready', icon: 'package-check' };
  return null;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** By card, online: nobody asks for money at the counter. */
export const isPaidOnline = ({ payment }: Pick<OrderDetails, 'payment'>): boolean =>
  payment?.status === 'authorised' || payment?.status === 'captured';

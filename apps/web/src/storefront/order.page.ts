import QRCode from 'qrcode';
import { Temporal } from 'temporal-polyfill';
import { formatCents } from '#libs/kernel';
import { dayText, hourText, slotText, wallAt } from '#libs/pickup';
import type { MessageChoice } from '#libs/messages';
import type { OrderDetails, OrderEventDetails, OrderStatus } from '#libs/orders';
import type { WithdrawalOffer } from '#libs/payments';
import type { OrderView, TimelineStep } from '#libs/themes';
import { variantLabel } from './product/product.page.js';
import { say } from './sentences.js';
import type { ShopPage } from './shop-pages.service.js';

const TONES: Record<OrderStatus, OrderView['tone']> = {
  placed: 'info',
  accepted: 'success',
  ready: 'success',
  collected: 'success',
  partially_collected: 'success',
  refused: 'danger',
  cancelled: 'info',
  lapsed: 'warning',
  no_show: 'warning',
};

const GOES_ON = new Set<OrderStatus>(['placed', 'accepted', 'ready']);

/** The customer's order: what it is, where it stands, the code to show. */
export async function orderView(
  page: ShopPage,
  order: OrderDetails,
  offer: WithdrawalOffer | null,
  choice: MessageChoice | null = null,
): Promise<OrderView> {
  const path = `/commandes/${order.token}`;
  const isAwaited = order.payment?.status === 'awaiting' && order.status === 'placed';
  const goesOn = GOES_ON.has(order.status) && !isAwaited;
  return {
    ...page.view({ title: say('order.title', { number: order.number }), path, isIndexable: false }),
    number: order.number,
    status: order.status,
    statusLabel: say(`order.status.${isAwaited ? 'awaiting' : order.status}`),
    statusText: isAwaited ? say('order.text.awaiting') : statusText(order),
    tone: isAwaited || (goesOn && order.slotLostAt) ? 'warning' : TONES[order.status],
    timeline: timelineOf(order),
    pickupCode: goesOn ? order.pickupCode.replace(/^(.{4})/, '$1\u00a0') : null,
    qr: goesOn ? await qrOf(order.url) : null,
    slot: goesOn ? { start: order.slot.start, end: order.slot.end } : null,
    pickupPlace: say('order.place'),
    lines: order.lines.flatMap(linesOf),
    total: order.totalCents,
    payHint: payHint(order),
    customerName: order.customer.name,
    note: order.note,
    calendarUrl: goesOn ? `${path}/agenda.ics` : null,
    liveUrl: goesOn ? `${path}/direct` : null,
    ...customerForms(order, path, choice),
    cancelUrl: order.canCancel ? `${path}/annulation` : null,
    pay: isAwaited
      ? {
          url: `${path}/paiement`,
          label: say('order.pay_now', { total: formatCents(order.totalCents) }),
          text: say('order.pay_text', { time: hourText(wallAt(Temporal.Instant.from(order.payment!.dueAt))) }),
        }
      : null,
    otherSlots:
      goesOn && order.proposals.length > 0
        ? { url: `${path}/creneau`, slots: order.proposals.map((slot) => ({ id: slot.id, label: slotText(slot) })) }
        : null,
    links: [
      ...(offer ? [{ label: say('order.withdraw'), url: `${path}/retractation` }] : []),
      { label: say('order.again'), url: '/' },
      order.termsHash
        ? { label: say('order.accepted_terms'), url: `${path}/conditions` }
        : { label: say('order.terms'), url: '/conditions' },
    ],
  };
}

/** What the customer may do beside collecting. */
const customerForms = (order: OrderDetails, path: string, choice: MessageChoice | null) => ({
  keepUrl: `${path}/suivi`,
  againUrl: `${path}/panier`,
  messages: choice && { url: `${path}/messages`, ...choice, texts: order.wantsTexts ? choice.texts : null },
});

const qrOf = async (url: string): Promise<string> => {
  const svg = await QRCode.toString(url, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' });
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
};

function statusText({ status, events, slotLostAt, proposals }: OrderDetails): string {
  if (slotLostAt && GOES_ON.has(status))
    return say(proposals.length > 0 ? 'order.text.slot_lost' : 'order.text.slot_gone');
  const { reason, comment } = events.at(-1) ?? { reason: null, comment: null };
  if (status !== 'refused') return say(`order.text.${status}`);
  const known = reason && reason !== 'other' ? say(`order.reason.${reason}`) : null;
  const because = comment ?? known;
  return because
    ? say('order.text.refused_because', { reason: because.replace(/[.\s]+$/, '') })
    : say('order.text.refused');
}

const payHint = ({ status, payment, withdrawal }: OrderDetails): string => {
  const refunded = payment && payment.refundedCents > 0;
  const said = [
    ...(payment && payment.status !== 'failed' ? [say(`order.card.${payment.status}`)] : [shopHint(status)]),
    ...(refunded ? [say('order.refunded', { total: formatCents(payment.refundedCents) })] : []),
    ...(withdrawal ? [say('order.withdrawn', { day: dayText(withdrawal.declaredAt.slice(0, 10)) })] : []),
  ];
  return said.join(' ');
};

const shopHint = (status: OrderStatus): string => {
  if (GOES_ON.has(status)) return say('order.pay');
  return say(status === 'collected' || status === 'partially_collected' ? 'order.paid' : 'order.nothing_due');
};

const WAY: OrderStatus[] = ['placed', 'accepted', 'ready', 'collected'];

/** The usual way, with the time of each step that was made; an order that ended otherwise shows its end. */
function timelineOf({ status, events }: OrderDetails): TimelineStep[] {
  const moves = events.filter(({ from, to }) => from !== to);
  const made = new Map(moves.map((event) => [stepOf(event), event.at]));
  const current = status === 'partially_collected' ? 'collected' : status;
  const way = WAY.includes(current) ? WAY : [...WAY.filter((step) => made.has(step)), current];
  const reached = way.indexOf(current);
  const steps = way.map((step, i) => ({
    label: WAY.includes(step) ? say(`order.step.${step}`) : say(`order.status.${step}`),
    at: made.get(step) ?? null,
    isDone: i <= reached,
    isCurrent: i === reached,
  }));
  return [...steps.slice(0, reached + 1), ...notesOf(events)].toSorted(byTime).concat(steps.slice(reached + 1));
}

/** What happened to the order between two steps: articles taken out, slots changed. */
const notesOf = (events: OrderEventDetails[]): TimelineStep[] =>
  events
    .filter(({ from, to }) => from === to)
    .map(({ reason, comment, at }) => {
      const label = say(`order.note.${reason}`);
      return { label: comment ? `${label} (${comment})` : label, at, isDone: true, isCurrent: false };
    });

const byTime = (a: TimelineStep, b: TimelineStep): number => (a.at ?? '').localeCompare(b.at ?? '');

const stepOf = ({ to }: OrderEventDetails): OrderStatus => (to === 'partially_collected' ? 'collected' : to);

/** A line of which some pieces are missing becomes two: what is there, and what was struck. */
function linesOf(line: OrderDetails['lines'][number]): OrderView['lines'] {
  const base = { name: line.name, variantLabel: variantLabel(line.options) || null, reason: null };
  const kept = line.quantity - line.struck;
  return [
    ...(kept > 0 ? [{ ...base, quantity: kept, total: line.unitCents * kept, isStruck: false }] : []),
    ...(line.struck > 0
      ? [
          {
            ...base,
            quantity: line.struck,
            total: line.unitCents * line.struck,
            isStruck: true,
            reason: line.strikeReason ?? say('order.struck'),
          },
        ]
      : []),
  ];
}

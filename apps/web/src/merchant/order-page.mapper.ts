import { type OrderDetails, type OrderEventDetails, type OrderLineDetails, refusalText } from '#libs/orders';
import { slotText } from '#libs/pickup';
import { lineLabel, STATUS_TONES } from './order-board.mapper.js';

const REASONS = ['sold_out', 'closed', 'too_busy', 'other'];

/** One order as its page shows it; what cannot be done in its state is left out. */
export function orderPage(order: OrderDetails, chosenReason: unknown) {
  const { status } = order;
  const isOpen = status === 'placed' || status === 'accepted' || status === 'ready';
  return {
    title: `Commande ${order.number}`,
    order: {
      number: order.number,
      url: `/commandes/${order.orderId}`,
      status,
      tone: STATUS_TONES[status],
      slot: slotText(order.slot),
      customer: order.customer,
      note: order.note,
      total: order.totalCents,
      answerDueAt: status === 'placed' ? order.answerDueAt : null,
      lines: order.lines.map((line) => lineModel(line, isOpen)),
      refusal: status === 'refused' ? refusalText(order) : null,
      steps: order.events.map((event, i) => stepModel(event, i === order.events.length - 1)),
    },
    canAccept: status === 'placed',
    canRefuse: status === 'placed' || status === 'accepted',
    canMarkReady: status === 'accepted',
    canHandOver: status === 'accepted' || status === 'ready',
    reasons: REASONS.map((value) => ({
      value,
      label: `orders.reason.${value}`,
      isSelected: value === (chosenReason ?? 'sold_out'),
    })),
  };
}

const lineModel = (line: OrderLineDetails, isOpen: boolean) => ({
  line: line.line,
  label: lineLabel(line),
  quantity: line.quantity - line.struck,
  struck: line.struck,
  total: line.totalCents,
  substitution: `orders.substitution.${line.substitution}`,
  canStrike: isOpen && line.struck < line.quantity,
});

function stepModel(event: OrderEventDetails, isLast: boolean) {
  const key = `orders.event.${event.reason === 'struck' ? 'struck' : event.to}`;
  const who = event.actor.startsWith('person:') ? 'shop' : event.actor;
  const isWithoutCode = event.reason === 'without_code';
  return { key, who: `orders.by.${who}`, comment: event.comment, isWithoutCode, at: event.at, isCurrent: isLast };
}

import { Clock, newId } from '#libs/kernel';
import {
  type OrderDetails,
  type OrderEventDetails,
  type OrderLineDetails,
  type PaymentDetails,
  type OrderStatus,
  refusalText,
} from '#libs/orders';
import { lineLabel, STATUS_TONES } from './order-board.mapper.js';
import { currentLanguage } from '../http/language.js';
import { slotText } from '../http/wording.js';

const REASONS = ['sold_out', 'closed', 'too_busy', 'other'];

/** One order as its page shows it; what cannot be done in its state is left out. */
export function orderPage(order: OrderDetails, chosenReason: unknown) {
  const { status } = order;
  const isAwaited = order.payment?.status === 'awaiting';
  const isOpen = status === 'placed' || status === 'accepted' || status === 'ready';
  return {
    order: {
      number: order.number,
      url: `/commandes/${order.orderId}`,
      status,
      tone: STATUS_TONES[status],
      slot: slotText(order.slot),
      customer: order.customer,
      note: order.note,
      total: order.totalCents,
      totalKey: order.payment && order.payment.status !== 'failed' ? 'orders.total_card' : 'orders.total',
      answerDueAt: status === 'placed' ? order.answerDueAt : null,
      lines: order.lines.map((line) => lineModel(line, isOpen, status)),
      isSlotLost: isOpen && order.slotLostAt !== null,
      proposals: isOpen ? order.proposals.map(slotText).join(', ') : '',
      refusal: status === 'refused' ? refusalText(order, currentLanguage()) : null,
      payment: order.payment && paymentModel(order, order.payment),
      withdrawal: order.withdrawal && {
        ...order.withdrawal,
        isToRefund: status === 'collected' || status === 'partially_collected',
      },
      steps: order.events.map((event, i) => stepModel(event, i === order.events.length - 1)),
    },
    canAccept: status === 'placed' && !isAwaited,
    canRefuse: status === 'placed' || status === 'accepted',
    canMarkReady: status === 'accepted',
    canHandOver: status === 'accepted' || status === 'ready',
    canPropose: isOpen,
    canDeclareNoShow: status === 'ready' && Date.parse(order.slot.end) <= Clock.now().epochMilliseconds,
    reasons: REASONS.map((value) => ({
      value,
      label: `orders.reason.${value}`,
      isSelected: value === (chosenReason ?? 'sold_out'),
    })),
  };
}

/** Cents that may still be given back; what was asked for counts as given. */
function paymentModel({ totalCents, withdrawal }: OrderDetails, payment: PaymentDetails) {
  const asked = payment.refunds.reduce((sum, { cents, status }) => (status === 'failed' ? sum : sum + cents), 0);
  const left = payment.capturedCents - asked;
  return {
    ...payment,
    state: `orders.payment.${payment.status}`,
    tone: payment.status === 'captured' ? 'success' : payment.status === 'failed' ? 'danger' : 'info',
    refundable: left,
    proposed: amountText(Math.min(left, withdrawal?.cents ?? totalCents)),
    refundKey: newId(),
    refunds: payment.refunds.map((refund) => ({ ...refund, state: `orders.refund.${refund.status}` })),
  };
}

const amountText = (cents: number): string => (cents / 100).toFixed(2).replace('.', ',');

const lineModel = (line: OrderLineDetails, isOpen: boolean, status: OrderStatus) => ({
  line: line.line,
  label: lineLabel(line),
  quantity: line.quantity - line.struck,
  struck: line.struck,
  total: line.totalCents,
  substitution: `orders.substitution.${line.substitution}`,
  strikeReason: line.strikeReason,
  places: ['missing', 'shelf'].map((value) => ({
    value,
    label: `orders.strike_place.${value}`,
    isSelected: (value === 'shelf') === (status === 'ready'),
  })),
  canStrike: isOpen && line.struck < line.quantity,
});

function stepModel(event: OrderEventDetails, isLast: boolean) {
  const key = `orders.event.${event.from === event.to ? event.reason : event.to}`;
  const who = event.actor.startsWith('person:') ? 'shop' : event.actor;
  const isWithoutCode = event.reason === 'without_code';
  return { key, who: `orders.by.${who}`, comment: event.comment, isWithoutCode, at: event.at, isCurrent: isLast };
}

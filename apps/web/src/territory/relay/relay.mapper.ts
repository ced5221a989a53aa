import type { RelayedShop } from '#libs/messages';
import type { OrderDetails } from '#libs/orders';
import { dayText, hourText, moneyText } from '../../http/wording.js';

type Say = (key: string, values?: Record<string, unknown>) => string;

/** What a merchant may answer to an order in this state, the likeliest first. */
const ANSWERS: Partial<Record<OrderDetails['status'], readonly string[]>> = {
  placed: ['accept', 'refuse'],
  accepted: ['ready', 'collected', 'refuse'],
  ready: ['collected'],
};

/** One shop's paper of the day. */
export function relayedShop({ shopId, name, phone, relay, orders }: RelayedShop, path: string, say: Say) {
  return {
    name,
    phone,
    how: say(`relay_${relay}`),
    orders: orders.map((order) => ({
      number: order.number,
      customer: order.customer.name,
      customerPhone: order.customer.phone,
      status: say(`status_${order.status}`),
      isNew: order.status === 'placed',
      slot: `${dayText(order.slot.localDate)}, ${hourText(order.slot.localStart)} –\u00a0${hourText(order.slot.localEnd)}`,
      lines: order.lines
        .filter(({ quantity, struck }) => quantity > struck)
        .map(({ quantity, struck, name: product, options }) => {
          const kind = options.length > 0 ? ` (${options.join(', ')})` : '';
          return `${quantity - struck}\u00a0×\u00a0${product}${kind}`;
        }),
      total: moneyText(order.totalCents),
      note: order.note,
      action: `${path}/${shopId}/commandes/${order.orderId}`,
      answers: (ANSWERS[order.status] ?? []).map((value) => ({ value, label: say(`answer_${value}`) })),
    })),
  };
}

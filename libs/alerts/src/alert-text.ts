import { Temporal } from 'temporal-polyfill';
import type { OrderDetails } from '#libs/orders';
import { dateAt, hourText, relativeDayText, wallAt } from '#libs/pickup';
import type { AlertTopic } from './push-devices.service.js';

/** What a device shows. Nothing of the customer: it lights up on counters and locked screens. */
export interface AlertMessage {
  title: string;
  body: string;
  /** A path of the back office. */
  url: string;
  /** A second message of the same tag takes the place of the first. */
  tag: string;
}

const NBSP = '\u00a0';
const TITLES: Record<AlertTopic, string> = {
  new_orders: 'Nouvelle commande',
  cancellations: 'Commande annulée par le client',
};

/** « Nouvelle commande » and « 3 articles, retrait aujourd’hui 17 h ». */
export function orderAlert(topic: AlertTopic, order: OrderDetails, shop: string, now: Temporal.Instant): AlertMessage {
  const pieces = order.lines.reduce((sum, line) => sum + line.quantity - line.struck, 0);
  const day = relativeDayText(order.slot.localDate, now);
  const what = `${pieces}${NBSP}${pieces > 1 ? 'articles' : 'article'}, retrait ${day} ${hourText(order.slot.localStart)}`;
  const due =
    order.status === 'placed' && order.answerDueAt ? [`À accepter avant ${dueText(order.answerDueAt, now)}`] : [];
  return {
    title: TITLES[topic],
    body: [what, ...due, shop].join('\n'),
    url: `/commandes/${order.orderId}`,
    tag: `${topic}-${order.orderId}`,
  };
}

export const testAlert = (shop: string): AlertMessage => ({
  title: 'Les alertes fonctionnent',
  body: `Les commandes s’annonceront ainsi sur cet appareil.\n${shop}`,
  url: '/alertes',
  tag: 'essai',
});

function dueText(at: string, now: Temporal.Instant): string {
  const due = Temporal.Instant.from(at);
  const isToday = dateAt(due).equals(dateAt(now));
  return `${isToday ? '' : `${relativeDayText(dateAt(due).toString(), now)} `}${hourText(wallAt(due))}`;
}

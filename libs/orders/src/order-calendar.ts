import { createEvent } from 'ics';
import type { OrderDetails } from './order-details.js';
import { isFinal } from './order-status.js';
import { readableCode } from './pickup-code.js';

/** Whose counter the customer comes to. `place`: the address on one line; `domain` makes the UID the region's own. */
export interface CalendarShop {
  name: string;
  place: string;
  email: string | null;
  domain: string;
}

/**
 * An iCalendar file (RFC 5545) with the pickup slot, in UTC. The UID stays the order's own and SEQUENCE grows with every
 * move, so that a calendar program takes a later file for the same entry; an order that will not be collected cancels it.
 */
export function orderCalendar(order: OrderDetails, shop: CalendarShop): Buffer {
  const isOver = isFinal(order.status) && order.status !== 'collected' && order.status !== 'partially_collected';
  const isFrench = order.language === 'fr';
  const code = readableCode(order.pickupCode).replace('\u00a0', ' ');
  const { error, value } = createEvent({
    uid: `${order.orderId}@${shop.domain}`,
    sequence: order.events.length - 1,
    method: isOver ? 'CANCEL' : 'PUBLISH',
    start: Date.parse(order.slot.start),
    end: Date.parse(order.slot.end),
    startOutputType: 'utc',
    endOutputType: 'utc',
    title: isFrench ? `Retrait chez ${shop.name}` : `Pickup at ${shop.name}`,
    description: isFrench
      ? `Commande ${order.number}, code de retrait ${code}`
      : `Order ${order.number}, pickup code ${code}`,
    location: shop.place,
    url: order.url,
    status: isOver ? 'CANCELLED' : 'CONFIRMED',
    ...(shop.email ? { organizer: { name: shop.name.replace(/["\r\n]/g, ' '), email: shop.email } } : {}),
    productId: '-//Devanture//FR',
  });
  if (error || !value) throw error ?? new Error('No calendar was made');
  return Buffer.from(value);
}

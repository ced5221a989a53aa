import { createEvent } from 'ics';
import type { OrderDetails } from './order-details.js';

/** An iCalendar file (RFC 5545) with the pickup slot. `place` is the address on one line. */
export function orderCalendar(order: OrderDetails, shop: { name: string; place: string }): Buffer {
  const { error, value } = createEvent({
    uid: `${order.orderId}@devanture`,
    start: Date.parse(order.slot.start),
    end: Date.parse(order.slot.end),
    startOutputType: 'utc',
    endOutputType: 'utc',
    title: `Retrait chez ${shop.name}`,
    description: `Commande ${order.number}, code de retrait ${order.pickupCode}`,
    location: shop.place,
    url: order.url,
    status: 'CONFIRMED',
    productId: 'devanture',
  });
  if (error || !value) throw error ?? new Error('No calendar was made');
  return Buffer.from(value);
}

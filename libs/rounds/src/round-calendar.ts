import { createEvents } from 'ics';
import type { RoundDetails } from './round-book.service.js';
import { placeOf } from './shelf.js';

/** An iCalendar file (RFC 5545) with one event a stop that is still to come, the whole slot each. */
export function roundCalendar({ orders, url }: RoundDetails, domain: string): Buffer {
  const events = orders
    .filter(({ order }) => ['placed', 'accepted', 'ready'].includes(order.status))
    .map(({ order, shop }) => ({
      uid: `${order.orderId}@${domain}`,
      start: Date.parse(order.slot.start),
      end: Date.parse(order.slot.end),
      startOutputType: 'utc' as const,
      endOutputType: 'utc' as const,
      title: `Retrait chez ${shop.name}`,
      description: `Commande ${order.number}. Toute la tournée : ${url}`,
      location: placeOf(shop),
      geo: shop.point,
      url: order.url,
      status: 'CONFIRMED' as const,
      productId: 'devanture',
      calName: 'Ma tournée',
    }));
  const { error, value } = createEvents(events);
  if (error || !value) throw error ?? new Error('No calendar was made');
  return Buffer.from(value);
}

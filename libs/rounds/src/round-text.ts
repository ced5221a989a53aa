import type { OrderDetails } from '#libs/orders';
import { dayText, slotText } from '#libs/pickup';
import type { OwnLetter } from '#libs/platform';
import type { RoundDetails, RoundOrder } from './round-book.service.js';
import { placeOf } from './shelf.js';

type RoundText = Pick<OwnLetter, 'subject' | 'before' | 'link' | 'after'>;

/** What the mail says of a round, in the customer's language. */
export function roundText(round: RoundDetails, language: OrderDetails['language']): RoundText {
  return language === 'en' ? inEnglish(round) : inFrench(round);
}

const NBSP = '\u00a0';

const inFrench = ({ orders, url }: RoundDetails): RoundText => ({
  subject: `Votre tournée dans ${orders.length} boutiques, ${dayText(orders[0]!.order.slot.localDate)}`,
  before: [
    'Bonjour,',
    `Vos ${orders.length} commandes sont passées. Chaque boutique vous écrit de son côté, avec son code de retrait. Voici toute la tournée, dans l’ordre${NBSP}:`,
    ...orders.map(
      (stop, i) =>
        `${i + 1}. ${slotText(stop.order.slot)}${NBSP}: ${stop.shop.name}, ${placeOf(stop.shop)} (commande ${stop.order.number})`,
    ),
  ],
  link: { url, label: 'Voir ma tournée' },
  after: ['Le plan, les trajets et les codes sont sur cette page. L’agenda joint contient tous les rendez-vous.'],
});

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'Europe/Paris' });
const WHEN = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone: 'Europe/Paris' });

const inEnglish = ({ orders, url }: RoundDetails): RoundText => ({
  subject: `Your round over ${orders.length} shops, ${DAY.format(Date.parse(orders[0]!.order.slot.start))}`,
  before: [
    'Hello,',
    `Your ${orders.length} orders are placed. Each shop writes to you as well, with its pickup code. Here is the whole round, in its order:`,
    ...orders.map(
      (stop, i) => `${i + 1}. ${whenText(stop)}: ${stop.shop.name}, ${placeOf(stop.shop)} (order ${stop.order.number})`,
    ),
  ],
  link: { url, label: 'See my round' },
  after: ['Map, ways and codes are on that page. The attached calendar holds every appointment.'],
});

const whenText = ({ order }: RoundOrder): string =>
  WHEN.formatRange(Date.parse(order.slot.start), Date.parse(order.slot.end));

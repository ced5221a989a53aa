import { Temporal } from 'temporal-polyfill';
import type { DayAtAGlance } from '#libs/orders';
import { dateAt, wallAt } from '#libs/pickup';
import type { UnmetSearch } from '#libs/search';
import { dayText, hourText } from '../http/wording.js';

type Say = (key: string, values?: Record<string, unknown>) => string;

/** The day as its page shows it; `say` gives the sentence of a key under `glance`. */
export function glanceView(day: DayAtAGlance, unmet: readonly UnmetSearch[], now: Temporal.Instant, say: Say) {
  const today = dateAt(now);
  const days = [today, today.add({ days: 1 })].map((date, i) => ({
    label: say(i === 0 ? 'today' : 'tomorrow'),
    nothing: say(i === 0 ? 'nothing_today' : 'nothing_tomorrow'),
    slots: day.slots
      .filter(({ slot }) => slot.localDate === date.toString())
      .map(({ slot, orders, pieces, ready }) => ({
        hours: `${hourText(slot.localStart)} –\u00a0${hourText(slot.localEnd)}`,
        work: `${counted(say, 'orders', orders)}, ${counted(say, 'pieces', pieces)}`,
        ready: ready === 0 ? null : say(ready === 1 ? 'ready_one' : 'ready', { count: ready }),
        isReady: ready === orders,
      })),
  }));
  return {
    days,
    isBusy: day.slots.length > 0 || day.waitingCount > 0 || day.late > 0 || day.hasOrders,
    hasProducts: day.hasProducts,
    late: day.late === 0 ? null : counted(say, 'late', day.late),
    waiting: day.waiting.map(({ orderId, number, customerName, answerDueAt }) => ({
      number,
      customerName,
      url: `/commandes/${orderId}`,
      until: answerDueAt === null ? say('no_term') : say('until', { when: whenText(answerDueAt, today) }),
    })),
    moreWaiting: day.waitingCount > day.waiting.length ? say('more_waiting', { count: day.waitingCount }) : null,
    low: day.low.map(({ productId, name, options, onHand }) => ({
      name: options.length === 0 ? name : `${name} (${options.join(', ')})`,
      url: `/produits/${productId}`,
      left: onHand === 0 ? say('sold_out') : counted(say, 'left', onHand),
      tone: onHand === 0 ? 'danger' : 'warning',
    })),
    moreLow: day.lowCount > day.low.length ? say('more_low', { count: day.lowCount }) : null,
    unmet: unmet.map(({ words, searches }) => ({ words, asked: say('asked', { count: searches }) })),
  };
}

const counted = (say: Say, key: string, count: number): string =>
  say(`${key}_${count === 1 ? 'one' : 'many'}`, { count });

/** « 16 h 30 », or « mercredi 25 novembre, 10 h » on another day. */
function whenText(iso: string, today: Temporal.PlainDate): string {
  const instant = Temporal.Instant.from(iso);
  const date = dateAt(instant);
  const hour = hourText(wallAt(instant));
  return date.equals(today) ? hour : `${dayText(date.toString())}, ${hour}`;
}

import { Temporal } from 'temporal-polyfill';
import type { OrderDetails } from '#libs/orders';
import { dateAt } from '#libs/pickup';
import { publicHoliday } from '#libs/territory';

const DAYS = 14;

/** A line that can be sent back; `pieces` of it were not struck. Cents. */
interface ReturnableLine {
  line: number;
  name: string;
  options: string[];
  pieces: number;
  cents: number;
}

/** What a customer may withdraw from now. `lastDay` (`YYYY-MM-DD`) is null until the order is handed over. */
export interface WithdrawalOffer {
  lines: ReturnableLine[];
  lastDay: string | null;
  /** The goods are with the customer: they go back first. */
  isHandedOver: boolean;
}

/**
 * The last day on which a customer may withdraw: the fourteenth after that of the handover, or the next working day when it is a
 * Saturday, a Sunday or a public holiday (Code de la consommation L221-18 and L221-19).
 */
export function withdrawalEnd(handedOver: Temporal.PlainDate, departement?: string): Temporal.PlainDate {
  let day = handedOver.add({ days: DAYS });
  while (day.dayOfWeek > 5 || publicHoliday(day, departement)) day = day.add({ days: 1 });
  return day;
}

/**
 * Null when there is nothing to withdraw from: paid in the shop, ended otherwise, withdrawn from already, over, or all of it
 * excluded by L221-28. A card that failed makes no sale in the shop of what was ordered at a distance.
 */
export function withdrawalOffer(
  order: OrderDetails,
  now: Temporal.Instant,
  departement?: string,
): WithdrawalOffer | null {
  const isBinding = order.payment !== null && ['authorised', 'captured', 'failed'].includes(order.payment.status);
  if (!isBinding || order.withdrawal || ['refused', 'cancelled', 'lapsed', 'no_show'].includes(order.status))
    return null;
  const lines = order.lines
    .filter((line) => line.exclusion === null && line.quantity > line.struck)
    .map(({ line, name, options, quantity, struck, totalCents }) => ({
      line,
      name,
      options,
      pieces: quantity - struck,
      cents: totalCents,
    }));
  if (lines.length === 0) return null;
  const handover = order.events.find(({ to }) => to === 'collected' || to === 'partially_collected');
  if (!handover) return { lines, lastDay: null, isHandedOver: false };
  const lastDay = withdrawalEnd(dateAt(Temporal.Instant.from(handover.at)), departement);
  if (Temporal.PlainDate.compare(dateAt(now), lastDay) > 0) return null;
  return { lines, lastDay: lastDay.toString(), isHandedOver: true };
}

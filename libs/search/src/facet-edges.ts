import { Temporal } from 'temporal-polyfill';
import { Clock } from '#libs/kernel';
import { REGION_ZONE } from '#libs/pickup';

/** Where one band of prices ends and the next begins, cents. */
export const PRICE_EDGES = [1_000, 2_000, 5_000, 10_000] as const;
export const CIRCLES_KM = [5, 10, 20, 50, 100] as const;

/** The last instant of today, or of the day so many days later, in the region. */
export function endOfDay(days: number): string {
  const day = Clock.now()
    .toZonedDateTimeISO(REGION_ZONE)
    .toPlainDate()
    .add({ days: days + 1 });
  const midnight = day.toZonedDateTime({ timeZone: REGION_ZONE, plainTime: Temporal.PlainTime.from('00:00') });
  return midnight.toInstant().toString();
}

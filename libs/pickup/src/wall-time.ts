import { Temporal } from 'temporal-polyfill';

/** The zone in which shops of metropolitan France say their hours. */
export const REGION_ZONE = 'Europe/Paris';

/**
 * The only way from a date and a wall time (`HH:mm`, `24:00` for the end of the day) to an instant, in epoch
 * milliseconds. A wall time that the clocks skip is the moment they jump; one that comes twice is the first.
 */
export function instantOf(date: Temporal.PlainDate, wall: string, zone: string = REGION_ZONE): number {
  const day = wall === '24:00' ? date.add({ days: 1 }) : date;
  const local = day.toPlainDateTime(Temporal.PlainTime.from(wall === '24:00' ? '00:00' : wall));
  const zoned = local.toZonedDateTime(zone, { disambiguation: 'compatible' });
  if (zoned.toPlainDateTime().equals(local)) return zoned.epochMilliseconds;
  const before = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  return (before.getTimeZoneTransition('next') ?? zoned).epochMilliseconds;
}

/** The local date at an instant. */
export const dateAt = (instant: Temporal.Instant, zone: string = REGION_ZONE): Temporal.PlainDate =>
  instant.toZonedDateTimeISO(zone).toPlainDate();

/** `HH:mm` at an instant. */
export const wallAt = (instant: Temporal.Instant, zone: string = REGION_ZONE): string =>
  instant.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' });

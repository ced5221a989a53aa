import { Temporal } from 'temporal-polyfill';

/** Wall times `HH:mm`, half-open [opens, closes); `24:00` is the end of the day. */
export interface WallInterval {
  opens: string;
  closes: string;
}

/** The zone in which shops of metropolitan France say their hours. */
export const REGION_ZONE = 'Europe/Paris';

/** What the zone's rules said, by zone and quarter of an hour or wall time: the same few days are asked for all the time. */
const told = new Map<string, number>();
const MOST_TOLD = 20_000;
const QUARTER = 900_000;

/**
 * The only way from a date and a wall time (`HH:mm`, `24:00` for the end of the day) to an instant, in epoch
 * milliseconds. A wall time that the clocks skip is the moment they jump; one that comes twice is the first.
 */
export function instantOf(date: Temporal.PlainDate | string, wall: string, zone: string = REGION_ZONE): number {
  const text = typeof date === 'string' ? date : date.toString();
  return remembered(`${zone} ${text} ${wall}`, () => computedInstant(Temporal.PlainDate.from(text), wall, zone));
}

const DAY = 86_400_000;

/** The local day at an instant (epoch milliseconds), as days since 1970-01-01: a number is added to at no cost. */
export const dayAt = (milliseconds: number, zone: string = REGION_ZONE): number =>
  Math.floor((milliseconds + offsetAt(milliseconds, zone)) / DAY);

/** Of a date `YYYY-MM-DD`. */
export const dayOf = (date: string): number => Date.parse(date) / DAY;

/** `YYYY-MM-DD`. */
export const dayText = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** 1 is Monday. The first of 1970 was a Thursday. */
export const weekdayOf = (day: number): number => ((day + 3) % 7) + 1;

/** How far the zone's clocks are ahead of UTC, in milliseconds. Zones change at quarters of an hour at most. */
export function offsetAt(milliseconds: number, zone: string = REGION_ZONE): number {
  const quarter = Math.floor(milliseconds / QUARTER);
  return remembered(`${zone} ${quarter}`, () => {
    const instant = Temporal.Instant.fromEpochMilliseconds(quarter * QUARTER);
    return instant.toZonedDateTimeISO(zone).offsetNanoseconds / 1_000_000;
  });
}

function computedInstant(date: Temporal.PlainDate, wall: string, zone: string): number {
  const day = wall === '24:00' ? date.add({ days: 1 }) : date;
  const local = day.toPlainDateTime(Temporal.PlainTime.from(wall === '24:00' ? '00:00' : wall));
  const zoned = local.toZonedDateTime(zone, { disambiguation: 'compatible' });
  if (zoned.toPlainDateTime().equals(local)) return zoned.epochMilliseconds;
  const before = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  return (before.getTimeZoneTransition('next') ?? zoned).epochMilliseconds;
}

function remembered(key: string, compute: () => number): number {
  const known = told.get(key);
  if (known !== undefined) return known;
  if (told.size >= MOST_TOLD) told.clear();
  const value = compute();
  told.set(key, value);
  return value;
}

/** The local date at an instant. */
export const dateAt = (instant: Temporal.Instant, zone: string = REGION_ZONE): Temporal.PlainDate =>
  instant.toZonedDateTimeISO(zone).toPlainDate();

/** `HH:mm` at an instant. */
export const wallAt = (instant: Temporal.Instant, zone: string = REGION_ZONE): string =>
  instant.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' });

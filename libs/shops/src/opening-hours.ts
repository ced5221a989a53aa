import { z } from 'zod';

const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'shops.time_invalid', abort: true });

/** Half-open [opens, closes), local wall time `HH:mm` of the region. */
export interface Interval {
  opens: string;
  closes: string;
}

/** `weekday`: 1 Monday to 7 Sunday (ISO 8601). */
export interface WeeklyInterval extends Interval {
  weekday: number;
}

/** A dated override. `day`: `YYYY-MM-DD`; no interval means closed on that day. */
export interface HoursException {
  day: string;
  intervals: Interval[];
  reason: string | null;
}

const MOST_A_DAY = 4;

const interval = z
  .strictObject({ opens: wallTime, closes: wallTime })
  .refine(({ opens, closes }) => opens < closes, { error: 'shops.hours_reversed', path: ['closes'] });

const weeklyInterval = z
  .strictObject({ weekday: z.coerce.number().int().min(1).max(7), opens: wallTime, closes: wallTime })
  .refine(({ opens, closes }) => opens < closes, { error: 'shops.hours_reversed', path: ['closes'] });

/** The whole week. Errors: `shops.hours_reversed`, `shops.hours_overlap`, `shops.hours_too_many`. */
export const openingHoursInput = z
  .array(weeklyInterval)
  .max(7 * MOST_A_DAY, { error: 'shops.hours_too_many' })
  .superRefine((week, context) => {
    week.forEach((interval, i) => {
      const sameDay = week.filter(({ weekday }) => weekday === interval.weekday);
      const isOverlapping = week
        .slice(0, i)
        .some((other) => other.weekday === interval.weekday && overlap(interval, other));
      if (sameDay.length > MOST_A_DAY) context.addIssue({ code: 'custom', path: [i], message: 'shops.hours_too_many' });
      if (isOverlapping) context.addIssue({ code: 'custom', path: [i], message: 'shops.hours_overlap' });
    });
  })
  .transform((week) => week.toSorted(byTime));

/** One dated override. */
export const hoursExceptionInput = z.strictObject({
  day: z.iso.date({ error: 'shops.date_invalid' }),
  intervals: z
    .array(interval)
    .max(MOST_A_DAY, { error: 'shops.hours_too_many' })
    .superRefine((day, context) => {
      day.forEach((interval, i) => {
        const isOverlapping = day.slice(0, i).some((other) => overlap(interval, other));
        if (isOverlapping) context.addIssue({ code: 'custom', path: [i], message: 'shops.hours_overlap' });
      });
    })
    .transform((day) => day.toSorted((a, b) => a.opens.localeCompare(b.opens)))
    .default([]),
  reason: z
    .string()
    .trim()
    .max(200)
    .nullish()
    .transform((reason) => reason || null),
});

export const overlap = (a: Interval, b: Interval): boolean => a.opens < b.closes && b.opens < a.closes;

const byTime = (a: WeeklyInterval, b: WeeklyInterval): number =>
  a.weekday - b.weekday || a.opens.localeCompare(b.opens);

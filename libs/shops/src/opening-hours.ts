import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { isNight, minutesAt, withoutSeams } from './hours-text/minutes.js';
import type { Interval, WeeklyInterval } from './weekly-interval.js';

export type { Interval, WeeklyInterval };

/** `HH:mm`. */
export const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'shops.time_invalid', abort: true });

/** `00:00` as a closing is the end of the day. */
const closingTime = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: 'shops.time_invalid', abort: true })
  .transform((closes) => (closes === '00:00' ? '24:00' : closes));

/** A dated override. `day`: `YYYY-MM-DD`; no interval means closed on that day. */
export interface HoursException {
  day: string;
  intervals: Interval[];
  reason: string | null;
}

const MOST_A_DAY = 4;
const MOST_DAYS = 366;

/** A dated day ends at midnight: what comes after belongs to the next day. */
const interval = z.strictObject({ opens: wallTime, closes: closingTime }).superRefine(({ opens, closes }, context) => {
  if (opens < closes) return;
  const message = isOvernight({ opens, closes }) ? 'shops.hours_night' : 'shops.hours_reversed';
  context.addIssue({ code: 'custom', path: ['closes'], message });
});

const weeklyInterval = z
  .strictObject({ weekday: z.coerce.number().int().min(1).max(7), opens: wallTime, closes: closingTime })
  .refine((each) => each.opens < each.closes || isOvernight(each), { error: 'shops.hours_reversed', path: ['closes'] });

function isOvernight({ opens, closes }: Interval): boolean {
  return isNight(minutesAt(opens), minutesAt(closes));
}

/**
 * The whole week. « 18:00 – 02:00 » goes on after midnight and comes out in two parts, the second under the next day.
 * Errors: `shops.hours_reversed`, `shops.hours_overlap`, `shops.hours_too_many`.
 */
export const openingHoursInput = z
  .array(weeklyInterval)
  .max(7 * (MOST_A_DAY + 1), { error: 'shops.hours_too_many' })
  .superRefine((week, context) => {
    week.forEach((interval, i) => {
      const sameDay = week.filter(({ weekday, opens }) => weekday === interval.weekday && opens !== '00:00');
      const parts = cutAtMidnight(interval);
      const before = week.slice(0, i).flatMap(cutAtMidnight);
      const isOverlapping = before.some((a) => parts.some((b) => a.weekday === b.weekday && overlap(a, b)));
      if (sameDay.length > MOST_A_DAY) context.addIssue({ code: 'custom', path: [i], message: 'shops.hours_too_many' });
      if (isOverlapping) context.addIssue({ code: 'custom', path: [i], message: 'shops.hours_overlap' });
    });
  })
  .transform((week) => withoutSeams(week.flatMap(cutAtMidnight).toSorted(byTime)));

const intervals = z
  .array(interval)
  .max(MOST_A_DAY, { error: 'shops.hours_too_many' })
  .superRefine((day, context) => {
    day.forEach((interval, i) => {
      const isOverlapping = day.slice(0, i).some((other) => overlap(interval, other));
      if (isOverlapping) context.addIssue({ code: 'custom', path: [i], message: 'shops.hours_overlap' });
    });
  })
  .transform((day) => day.toSorted((a, b) => a.opens.localeCompare(b.opens)))
  .default([]);

const reason = z
  .string()
  .trim()
  .max(200)
  .nullish()
  .transform((text) => text || null);

const date = z.iso.date({ error: 'shops.date_invalid' });

/** One dated override. */
export const hoursExceptionInput = z.strictObject({ day: date, intervals, reason });

const optional = <T extends z.ZodType>(type: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), type.optional());

/**
 * The same override on every day from `from` to `to`, both included (`to` absent: one day); `weekday` 1 to 7: only on these days
 * of the week. Gives the days. Errors: `shops.period_reversed`, `shops.period_too_long`, `shops.period_empty`.
 */
export const hoursPeriodInput = z
  .strictObject({
    from: date,
    to: optional(date),
    weekday: optional(z.coerce.number().int().min(1).max(7)),
    intervals,
    reason,
  })
  .transform(({ from, to = from, weekday, ...rest }, context) => {
    const first = Temporal.PlainDate.from(from);
    const length = first.until(Temporal.PlainDate.from(to)).days + 1;
    const fault = length < 1 ? 'shops.period_reversed' : length > MOST_DAYS ? 'shops.period_too_long' : null;
    if (fault) context.addIssue({ code: 'custom', path: ['to'], message: fault });
    const all = fault ? [] : Array.from({ length }, (_, days) => first.add({ days }));
    const days = all.filter((day) => weekday === undefined || day.dayOfWeek === weekday).map(String);
    if (!fault && days.length === 0)
      context.addIssue({ code: 'custom', path: ['weekday'], message: 'shops.period_empty' });
    return { ...rest, days };
  });

export const overlap = (a: Interval, b: Interval): boolean => a.opens < b.closes && b.opens < a.closes;

/** What goes on after midnight stands under the next day. */
function cutAtMidnight(interval: WeeklyInterval): WeeklyInterval[] {
  const { weekday, opens, closes } = interval;
  if (opens < closes) return [interval];
  return [
    { weekday, opens, closes: '24:00' },
    { weekday: (weekday % 7) + 1, opens: '00:00', closes },
  ];
}

/** The week as a person says it: a night is one interval of the day on which it begins, `closes` before `opens`. */
export function withNights(week: readonly WeeklyInterval[]): WeeklyInterval[] {
  const endOf = (evening: WeeklyInterval): WeeklyInterval | undefined =>
    evening.closes === '24:00'
      ? week.find(
          ({ weekday, opens, closes }) =>
            weekday === (evening.weekday % 7) + 1 && opens === '00:00' && isOvernight({ opens: evening.opens, closes }),
        )
      : undefined;
  const ends = new Set(week.map(endOf));
  return week
    .filter((interval) => !ends.has(interval))
    .map((interval) => ({ ...interval, closes: endOf(interval)?.closes ?? interval.closes }));
}

const byTime = (a: WeeklyInterval, b: WeeklyInterval): number =>
  a.weekday - b.weekday || a.opens.localeCompare(b.opens);

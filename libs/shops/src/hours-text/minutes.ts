import type { WeeklyInterval } from '../weekly-interval.js';

export const DAY_MINUTES = 1440;

/** Minutes after midnight of the day it belongs to; `closes` is more than 1440 when the night goes on. */
export interface Minutes {
  opens: number;
  closes: number;
}

const LATEST_NIGHT = 480;
const LONGEST = 1080;

/**
 * « 18 h – 2 h » is a night, « 14 h – 12 h » a slip: a closing before the opening is one of the next day when it is at 8 in the
 * morning at the latest and 18 hours after the opening at most. Minutes of the day.
 */
export const isNight = (opens: number, closes: number): boolean =>
  closes <= LATEST_NIGHT && closes < opens && closes + DAY_MINUTES - opens <= LONGEST;

/** `HH:mm` in minutes; `24:00` is the end of the day. */
export const minutesAt = (wall: string): number => Number(wall.slice(0, 2)) * 60 + Number(wall.slice(3, 5));

export const wallAt = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** The intervals of weekdays (1 to 7) as they are kept: what goes on after midnight stands under the next day. */
export function weekOf(days: ReadonlyMap<number, readonly Minutes[]>): WeeklyInterval[] {
  const week = [...days].flatMap(([weekday, intervals]) =>
    intervals.flatMap((interval) => cutAtMidnight(weekday, interval)),
  );
  return withoutSeams(week.toSorted((a, b) => a.weekday - b.weekday || a.opens.localeCompare(b.opens)));
}

function cutAtMidnight(weekday: number, { opens, closes }: Minutes): WeeklyInterval[] {
  if (closes <= DAY_MINUTES) return [{ weekday, opens: wallAt(opens), closes: wallAt(closes) }];
  const evening = { weekday, opens: wallAt(opens), closes: '24:00' };
  return [evening, { weekday: (weekday % 7) + 1, opens: '00:00', closes: wallAt(closes - DAY_MINUTES) }];
}

/** Intervals of a day that touch or overlap are one; `week` is in order. */
export function withoutSeams(week: readonly WeeklyInterval[]): WeeklyInterval[] {
  const result: WeeklyInterval[] = [];
  for (const interval of week) {
    const last = result.at(-1);
    if (last?.weekday === interval.weekday && interval.opens <= last.closes) {
      if (interval.closes > last.closes) last.closes = interval.closes;
    } else result.push({ ...interval });
  }
  return result;
}

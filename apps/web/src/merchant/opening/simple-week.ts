import type { Interval, WeeklyInterval } from '#libs/shops';
import { fieldName, WEEKDAYS } from '../hours.form.js';
import type { Typed } from './opening-journey.service.js';

const PLACES = [1, 2] as const;
const DAY = 0;

/** What many small shops have; shown to be changed or confirmed, never saved by itself. */
export const USUAL_WEEK: readonly WeeklyInterval[] = [2, 3, 4, 5, 6].flatMap((weekday) => [
  { weekday, opens: '09:00', closes: '12:30' },
  { weekday, opens: '14:00', closes: '19:00' },
]);

export const dayField = (weekday: number): string => `jour-${weekday}`;
export const timeField = (place: number, end: 'opens' | 'closes'): string => fieldName(DAY, place, end);

/** The form of a week whose open days are all alike; null for any other week. */
export function simpleForm(week: readonly WeeklyInterval[]): Typed | null {
  const days = WEEKDAYS.map((weekday) => week.filter((interval) => interval.weekday === weekday));
  const open = days.filter((intervals) => intervals.length > 0);
  const first = open[0];
  if (!first || first.length > PLACES.length || open.some((day) => timesOf(day) !== timesOf(first))) return null;
  const typed: Typed = {};
  for (const { weekday } of week) typed[dayField(weekday)] = 'yes';
  first.forEach(({ opens, closes }, i) => {
    typed[timeField(i + 1, 'opens')] = opens;
    typed[timeField(i + 1, 'closes')] = closes;
  });
  return typed;
}

/** The same hours on each chosen day, as the fields of the whole week name them. */
export function wholeForm(typed: Typed): Typed {
  const whole: Typed = {};
  for (const weekday of WEEKDAYS.filter((day) => typed[dayField(day)] === 'yes')) {
    for (const place of PLACES) {
      for (const end of ['opens', 'closes'] as const) {
        whole[fieldName(weekday, place, end)] = typed[timeField(place, end)];
      }
    }
  }
  return whole;
}

/** An error at a day's field stands at the field that all days share. */
export const sharedField = (path: string): string => path.replace(/^d[1-7]-/, `d${DAY}-`);

const timesOf = (day: readonly Interval[]): string => day.map(({ opens, closes }) => `${opens}-${closes}`).join();

import { Temporal } from 'temporal-polyfill';
import type { HoursException, Interval } from '#libs/shops';

/** Exceptions that were said together: the same hours and reason on days that follow each other, or week after week (`step` 7). */
export interface HoursPeriod {
  /** `YYYY-MM-DD`, in order. */
  days: string[];
  step: 1 | 7;
  intervals: Interval[];
  reason: string | null;
}

/** Exceptions by day, gathered. */
export function periodsOf(exceptions: readonly HoursException[]): HoursPeriod[] {
  const periods: HoursPeriod[] = [];
  for (const { day, intervals, reason } of exceptions) {
    const period = periods.findLast((each) => isSame(each, { intervals, reason }) && follows(each, day));
    if (period) {
      period.step = daysBetween(period.days.at(-1)!, day) === 7 ? 7 : 1;
      period.days.push(day);
    } else periods.push({ days: [day], step: 1, intervals, reason });
  }
  return periods;
}

const isSame = (a: Pick<HoursPeriod, 'intervals' | 'reason'>, b: Pick<HoursPeriod, 'intervals' | 'reason'>): boolean =>
  a.reason === b.reason && JSON.stringify(a.intervals.map(times)) === JSON.stringify(b.intervals.map(times));

const times = ({ opens, closes }: Interval): string[] => [opens, closes];

function follows({ days, step }: HoursPeriod, day: string): boolean {
  const gap = daysBetween(days.at(-1)!, day);
  return days.length === 1 ? gap === 1 || gap === 7 : gap === step;
}

const daysBetween = (a: string, b: string): number => Temporal.PlainDate.from(a).until(Temporal.PlainDate.from(b)).days;

const NBSP = '\u00a0';
const MONTHS = 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' ');
const WEEKDAYS = 'lundi mardi mercredi jeudi vendredi samedi dimanche'.split(' ');

/** « le jeudi 24 décembre », « du 24 décembre au 2 janvier 2027 », « les dimanches 6, 13 et 20 décembre ». */
export function periodDaysText(days: readonly string[], step: 1 | 7): string {
  const dates = days.map((day) => Temporal.PlainDate.from(day));
  const [first, last] = [dates[0]!, dates.at(-1)!];
  if (dates.length === 1) return `le ${WEEKDAYS[first.dayOfWeek - 1]} ${dateText(first)}`;
  if (step === 7) return `les ${WEEKDAYS[first.dayOfWeek - 1]}s ${listText(dates)}`;
  if (dates.length === 2)
    return `le ${WEEKDAYS[first.dayOfWeek - 1]} ${shortText(first, last)} et le ${WEEKDAYS[last.dayOfWeek - 1]} ${dateText(last)}`;
  return `du ${shortText(first, last)} au ${dateText(last)}`;
}

/** Each month once: « 29 novembre, 6, 13 et 20 décembre ». */
function listText(dates: readonly Temporal.PlainDate[]): string {
  const texts = dates.map((date, i) => (dates[i + 1] ? shortText(date, dates[i + 1]!) : dateText(date)));
  return `${texts.slice(0, -1).join(', ')} et ${texts.at(-1)}`;
}

/** Without the month where the next date says the same one. */
const shortText = (date: Temporal.PlainDate, next: Temporal.PlainDate): string =>
  date.month === next.month && date.year === next.year
    ? dayNumber(date)
    : `${dayNumber(date)}${NBSP}${MONTHS[date.month - 1]}${date.year === next.year ? '' : ` ${date.year}`}`;

const dateText = (date: Temporal.PlainDate): string =>
  `${dayNumber(date)}${NBSP}${MONTHS[date.month - 1]} ${date.year}`;

const dayNumber = ({ day }: Temporal.PlainDate): string => (day === 1 ? '1er' : String(day));

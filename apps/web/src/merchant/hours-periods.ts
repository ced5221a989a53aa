import { Temporal } from 'temporal-polyfill';
import type { HoursException, Interval } from '#libs/shops';
import type { Language } from '../http/language.js';

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
const MONTHS: Record<Language, string[]> = {
  fr: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
};
/** Monday first. */
export const DAYS: Record<Language, string[]> = {
  fr: 'lundi mardi mercredi jeudi vendredi samedi dimanche'.split(' '),
  en: 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' '),
};

/** How each language puts days together; `day` is the name of a weekday. */
const SAYINGS = {
  fr: {
    one: (day: string, date: string) => `le ${day} ${date}`,
    weekly: (day: string, dates: string) => `les ${day}s ${dates}`,
    two: (first: string, second: string) => `le ${first} et le ${second}`,
    run: (from: string, to: string) => `du ${from} au ${to}`,
    and: 'et',
  },
  en: {
    one: (day: string, date: string) => `on ${day} ${date}`,
    weekly: (day: string, dates: string) => `on ${day}s ${dates}`,
    two: (first: string, second: string) => `on ${first} and ${second}`,
    run: (from: string, to: string) => `from ${from} to ${to}`,
    and: 'and',
  },
};

/** « le jeudi 24 décembre », « du 24 décembre au 2 janvier 2027 », « les dimanches 6, 13 et 20 décembre ». */
export function periodDaysText(days: readonly string[], step: 1 | 7, language: Language = 'fr'): string {
  const dates = days.map((day) => Temporal.PlainDate.from(day));
  const [first, last] = [dates[0]!, dates.at(-1)!];
  const say = SAYINGS[language];
  const name = (date: Temporal.PlainDate): string => DAYS[language][date.dayOfWeek - 1]!;
  const short = shortText(first, last, language);
  if (dates.length === 1) return say.one(name(first), dateText(first, language));
  if (step === 7) return say.weekly(name(first), listOfDates(dates, language));
  if (dates.length === 2) return say.two(`${name(first)} ${short}`, `${name(last)} ${dateText(last, language)}`);
  return say.run(short, dateText(last, language));
}

/** Each month once: « 29 novembre, 6, 13 et 20 décembre ». */
function listOfDates(dates: readonly Temporal.PlainDate[], language: Language): string {
  const texts = dates.map((date, i) =>
    dates[i + 1] ? shortText(date, dates[i + 1]!, language) : dateText(date, language),
  );
  return `${texts.slice(0, -1).join(', ')} ${SAYINGS[language].and} ${texts.at(-1)}`;
}

/** Without the month where the next date says the same one. */
const shortText = (date: Temporal.PlainDate, next: Temporal.PlainDate, language: Language): string =>
  date.month === next.month && date.year === next.year
    ? dayNumber(date, language)
    : `${dayNumber(date, language)}${NBSP}${MONTHS[language][date.month - 1]}${date.year === next.year ? '' : ` ${date.year}`}`;

const dateText = (date: Temporal.PlainDate, language: Language): string =>
  `${dayNumber(date, language)}${NBSP}${MONTHS[language][date.month - 1]} ${date.year}`;

const dayNumber = ({ day }: Temporal.PlainDate, language: Language): string =>
  day === 1 && language === 'fr' ? '1er' : String(day);

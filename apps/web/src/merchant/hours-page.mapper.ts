import { Temporal } from 'temporal-polyfill';
import type { HoursException } from '#libs/shops';
import { publicHolidays } from '#libs/territory';
import type { FormView } from '../http/form.js';
import { periodsOf } from './hours-periods.js';
import { periodSentence } from './hours-sentence.js';
import { EXCEPTION_DAY, fieldName, MOST, OFFERED, typedText, WEEKDAYS } from './hours.form.js';
import { dayText, inBoth } from '../http/wording.js';

/** A field as `ui/field` takes it. */
interface TimeField {
  name: string;
  value: string;
  error: string | null;
}

interface IntervalFields {
  opens: TimeField;
  closes: TimeField;
}

export interface DayFields {
  weekday: number;
  /** The day before has hours that could be copied. */
  canCopy: boolean;
  canGrow: boolean;
  intervals: IntervalFields[];
}

/** The week as its form shows it, with what was typed; `grown` has one interval more than it needs. */
export const dayFields = (form: FormView, grown?: number): DayFields[] =>
  WEEKDAYS.map((weekday) => {
    const intervals = intervalFields(form, weekday, weekday === grown ? 1 : 0);
    return { weekday, canCopy: weekday > 1, canGrow: intervals.length < MOST - 1, intervals };
  });

/** The intervals of an exception's form. */
export const exceptionFields = (form: FormView): IntervalFields[] => intervalFields(form, EXCEPTION_DAY, 0);

/** Two intervals a day, and one more for each that is there beyond. */
function intervalFields({ values, errors }: FormView, weekday: number, more: number): IntervalFields[] {
  const field = (place: number, end: 'opens' | 'closes'): TimeField => {
    const name = fieldName(weekday, place, end);
    return { name, value: typedText(values, name), error: errors[name] ?? null };
  };
  const places = Array.from({ length: MOST }, (_, i) => i + 1);
  const all = places.map((place) => ({ opens: field(place, 'opens'), closes: field(place, 'closes') }));
  const used = all.findLastIndex(({ opens, closes }) => opens.value !== '' || closes.value !== '') + 1;
  return all.slice(0, Math.max(OFFERED, used) + more);
}

/** Each period with the form that takes it away. */
export const periodLines = (exceptions: readonly HoursException[]) =>
  periodsOf(exceptions).map((period) => ({
    text: periodSentence(period),
    days: period.days.join(','),
    removeUrl: `/horaires/exceptions/${period.days[0]}/suppression`,
  }));

/** « vendredi 25 décembre (Jour de Noël), ... »: the next four. `departement`: its two digits. */
export function nextHolidays(today: string, departement: string): string {
  const from = Temporal.PlainDate.from(today);
  return [from.year, from.year + 1]
    .flatMap((year) => publicHolidays(year, departement))
    .filter(({ date }) => Temporal.PlainDate.compare(date, from) >= 0)
    .slice(0, 4)
    .map(({ date, nameFr, nameEn }) => `${dayText(date.toString())} (${inBoth({ fr: nameFr, en: nameEn })})`)
    .join(', ');
}

/** The Sundays from now to Christmas Eve, from the fourth before it on; null when they are over. */
export function christmasSundays(today: string): { from: string; to: string } | null {
  const now = Temporal.PlainDate.from(today);
  const eve = Temporal.PlainDate.from({ year: now.year, month: 12, day: 24 });
  const last = eve.subtract({ days: eve.dayOfWeek % 7 });
  const first = last.subtract({ days: 21 });
  const from = Temporal.PlainDate.compare(now, first) > 0 ? now : first;
  return Temporal.PlainDate.compare(from, last) > 0 ? null : { from: from.toString(), to: last.toString() };
}

import type { HoursException } from '#libs/shops';
import type { FormView } from '../http/form.js';
import { EXCEPTION_DAY, fieldName, OFFERED, type Typed, WEEKDAYS } from './hours.form.js';
import { intervalsText } from './hours-sentence.js';

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
  intervals: IntervalFields[];
}

/** The week as its form shows it, with what was typed. */
export const dayFields = (form: FormView): DayFields[] =>
  WEEKDAYS.map((weekday) => ({ weekday, canCopy: weekday > 1, intervals: intervalFields(form, weekday) }));

/** The intervals of an exception's form. */
export const exceptionFields = (form: FormView): IntervalFields[] => intervalFields(form, EXCEPTION_DAY);

/** Two intervals a day, and one more for each that is there beyond. */
function intervalFields({ values, errors }: FormView, weekday: number): IntervalFields[] {
  const field = (place: number, end: 'opens' | 'closes'): TimeField => {
    const name = fieldName(weekday, place, end);
    return { name, value: textOf(values, name), error: errors[name] ?? null };
  };
  const all = [1, 2, 3, 4].map((place) => ({ opens: field(place, 'opens'), closes: field(place, 'closes') }));
  const used = all.findLastIndex(({ opens, closes }) => opens.value !== '' || closes.value !== '') + 1;
  return all.slice(0, Math.max(OFFERED, used));
}

const textOf = (values: Typed, name: string): string => {
  const value = values[name];
  return typeof value === 'string' ? value : '';
};

export const exceptionLines = (exceptions: readonly HoursException[]) =>
  exceptions.map(({ day, intervals, reason }) => ({
    day,
    reason,
    isClosed: intervals.length === 0,
    text: intervalsText(intervals),
    removeUrl: `/horaires/exceptions/${day}/suppression`,
  }));

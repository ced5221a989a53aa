import type { Interval, WeeklyInterval } from '#libs/shops';
import { hoursExceptionInput, openingHoursInput } from '#libs/shops';
import { type FieldError, InvalidInputError } from '#libs/kernel';
import { parseForm } from '../http/form.js';

/** What a form posts: field names to texts. */
export type Typed = Record<string, unknown>;

/** Intervals of a day that the form offers at least: before and after the midday break. */
export const OFFERED = 2;
const MOST = 4;

/** The field of an interval's opening or closing: `d2-1-opens` is Tuesday's first. */
export const fieldName = (weekday: number, place: number, end: 'opens' | 'closes'): string =>
  `d${weekday}-${place}-${end}`;

const typedText = (typed: Typed, name: string): string => {
  const value = typed[name];
  return typeof value === 'string' ? value.trim() : '';
};

interface Row {
  weekday: number;
  place: number;
  opens: string;
  closes: string;
}

/** Rows of which something was typed, in order. */
function typedRows(typed: Typed, weekdays: readonly number[]): Row[] {
  const places = Array.from({ length: MOST }, (_, i) => i + 1);
  const rows = weekdays.flatMap((weekday) =>
    places.map((place) => ({
      weekday,
      place,
      opens: typedText(typed, fieldName(weekday, place, 'opens')),
      closes: typedText(typed, fieldName(weekday, place, 'closes')),
    })),
  );
  return rows.filter(({ opens, closes }) => opens !== '' || closes !== '');
}

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** The week of the form; errors stand at its fields. @throws InvalidInputError */
export function weekOfForm(typed: Typed): WeeklyInterval[] {
  const rows = typedRows(typed, WEEKDAYS);
  const week = rows.map(({ weekday, opens, closes }) => ({ weekday, opens, closes }));
  return atFields(rows, '', () => parseForm(openingHoursInput, week));
}

/** The form as the week fills it. */
export function formOfWeek(week: readonly WeeklyInterval[]): Typed {
  const typed: Typed = {};
  for (const weekday of WEEKDAYS) {
    week
      .filter((interval) => interval.weekday === weekday)
      .forEach(({ opens, closes }, i) => {
        typed[fieldName(weekday, i + 1, 'opens')] = opens;
        typed[fieldName(weekday, i + 1, 'closes')] = closes;
      });
  }
  return typed;
}

/** The form with the day before copied to this day. */
export function copyDayBefore(typed: Typed, weekday: number): Typed {
  const copied = { ...typed };
  for (let place = 1; place <= MOST; place++) {
    for (const end of ['opens', 'closes'] as const) {
      copied[fieldName(weekday, place, end)] = typedText(typed, fieldName(weekday - 1, place, end));
    }
  }
  return copied;
}

/** The weekday number under which an exception's intervals stand in its form. */
export const EXCEPTION_DAY = 0;

/** One day's exception: `day`, `kind` (closed or open), intervals, `reason`. @throws InvalidInputError */
export function exceptionOfForm(typed: Typed, today: string) {
  const rows = typed['kind'] === 'open' ? typedRows(typed, [EXCEPTION_DAY]) : [];
  const intervals: Interval[] = rows.map(({ opens, closes }) => ({ opens, closes }));
  const input = { day: typed['day'], intervals, reason: typed['reason'] };
  const exception = atFields(rows, 'intervals.', () => parseForm(hoursExceptionInput, input));
  const errors: FieldError[] = [];
  if (exception.day < today) errors.push({ path: 'day', code: 'shops.date_past' });
  if (typed['kind'] === 'open' && rows.length === 0) {
    errors.push({ path: fieldName(EXCEPTION_DAY, 1, 'opens'), code: 'shops.intervals_missing' });
  }
  if (errors.length > 0) throw new InvalidInputError(errors);
  return exception;
}

/** An error at `3.closes` of the list is one at the field where that was typed. */
function atFields<T>(rows: readonly Row[], prefix: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new InvalidInputError(error.errors.map((each) => ({ ...each, path: fieldOf(rows, prefix, each.path) })));
  }
}

function fieldOf(rows: readonly Row[], prefix: string, path: string): string {
  const [index = '', end] = path.startsWith(prefix) ? path.slice(prefix.length).split('.') : [];
  const row = /^\d+$/.test(index) ? rows[Number(index)] : undefined;
  return row ? fieldName(row.weekday, row.place, end === 'closes' ? 'closes' : 'opens') : path;
}

import { z } from 'zod';
import { type FieldError, InvalidInputError } from '#libs/kernel';
import {
  hoursPeriodInput,
  type Interval,
  LONGEST_HOURS_TEXT,
  openingHoursInput,
  type WeeklyInterval,
  withNights,
} from '#libs/shops';
import { parseForm } from '../http/form.js';

/** What a form posts: field names to texts. */
export type Typed = Record<string, unknown>;

/** Intervals of a day that the form offers at least: before and after the midday break. */
export const OFFERED = 2;
/** Four, and the end of a night that began the day before. */
export const MOST = 5;

/** The field of an interval's opening or closing: `d2-1-opens` is Tuesday's first. */
export const fieldName = (weekday: number, place: number, end: 'opens' | 'closes'): string =>
  `d${weekday}-${place}-${end}`;

export const typedText = (typed: Typed, name: string): string => {
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

/** Absent: the form was sent without the question. */
export const opensOnHolidays = (typed: Typed): boolean | undefined => {
  const choice = typedText(typed, 'holidays');
  return choice === '' ? undefined : choice === 'open';
};

/** The form as the week fills it; a field for times knows 00:00 and no 24:00. */
export function formOfWeek(stored: readonly WeeklyInterval[], openOnHolidays: boolean): Typed {
  const typed: Typed = { holidays: openOnHolidays ? 'open' : 'closed' };
  const week = withNights(stored);
  for (const weekday of WEEKDAYS) {
    week
      .filter((interval) => interval.weekday === weekday)
      .forEach(({ opens, closes }, i) => {
        typed[fieldName(weekday, i + 1, 'opens')] = opens;
        typed[fieldName(weekday, i + 1, 'closes')] = closes === '24:00' ? '00:00' : closes;
      });
  }
  return typed;
}

const day = z.coerce.number().int().min(1).max(7);
const many = z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(day));

/** The buttons that only change the form: « comme la veille », « recopier », « ajouter une plage », or none of them. */
export const weekButtons = z.object({
  copy: z.coerce.number().int().min(2).max(7).optional(),
  spread: z.literal('1').optional(),
  'copy-from': day.optional().catch(undefined),
  'copy-to': many.catch([]),
  more: day.optional(),
});

/** The form with one day copied to others. */
export function copyDay(typed: Typed, from: number, to: readonly number[]): Typed {
  const copied = { ...typed };
  for (const weekday of to) {
    for (let place = 1; place <= MOST; place++) {
      for (const end of ['opens', 'closes'] as const) {
        copied[fieldName(weekday, place, end)] = typedText(typed, fieldName(from, place, end));
      }
    }
  }
  return copied;
}

/** Hours as a person would write them. */
export const hoursText = z.object({
  text: z.string().trim().min(1).max(LONGEST_HOURS_TEXT),
});

/** The weekday number under which an exception's intervals stand in its form. */
export const EXCEPTION_DAY = 0;

/** Days that are different: `from`, `to`, `weekday`, `kind` (closed or open), intervals, `reason`. @throws InvalidInputError */
export function periodOfForm(typed: Typed, today: string) {
  const rows = typed['kind'] === 'open' ? typedRows(typed, [EXCEPTION_DAY]) : [];
  const intervals: Interval[] = rows.map(({ opens, closes }) => ({ opens, closes }));
  const { from, to, weekday, reason } = typed;
  const period = atFields(rows, 'intervals.', () =>
    parseForm(hoursPeriodInput, { from, to, weekday, intervals, reason }),
  );
  const errors: FieldError[] = [];
  if (String(from) < today) errors.push({ path: 'from', code: 'shops.date_past' });
  if (typed['kind'] === 'open' && rows.length === 0) {
    errors.push({ path: fieldName(EXCEPTION_DAY, 1, 'opens'), code: 'shops.intervals_missing' });
  }
  if (errors.length > 0) throw new InvalidInputError(errors);
  return period;
}

/** Days that go together; the one of the address alone when the form names none. */
export const removedDays = z.object({
  days: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((each) => z.iso.date().safeParse(each).success))
    .pipe(z.array(z.string()).max(400)),
});

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

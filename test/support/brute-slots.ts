import { Temporal } from 'temporal-polyfill';
import type { SlotsInput } from '#libs/pickup';

const MINUTE = 60_000;
const DAYS = 9;
const PARIS = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Paris',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** `2026-03-29 03:00` at each minute, asked from the platform's own calendar. */
const told = new Map<number, string>();
const tell = (minute: number): string => {
  const text = told.get(minute) ?? PARIS.format(minute);
  told.set(minute, text);
  return text;
};

/**
 * The specification of `slotsOf` without its arithmetic: walks every minute of nine days and counts. Answers slot starts
 * (epoch milliseconds) that end by `until`.
 */
export function bruteSlots(input: SlotsInput): { slots: number[]; until: number } {
  const now = input.now.epochMilliseconds;
  const today = tell(now).slice(0, 10);
  const from = now - 27 * 60 * MINUTE;
  const minutes = Array.from({ length: DAYS * 1440 }, (_, i) => from + i * MINUTE);
  const until = from + (DAYS * 1440 - 200) * MINUTE;
  const lead = leadOf(input);
  const starts: number[] = [];
  const days = new Set<string>();
  let openSince: number | null = null;
  let openFor = 0;
  for (const minute of minutes) {
    openSince = openingOf(input, minute, openSince);
    if (isSlot(input, minute, openSince) && minute >= now && openFor >= lead && !isCut(input, minute, today)) {
      days.add(tell(minute).slice(0, 10));
      if (days.size <= input.settings.horizonOpenDays && endOf(input, minute) <= until) starts.push(minute);
    }
    if (minute >= now && openSince !== null) openFor++;
  }
  return { slots: starts, until };
}

const endOf = (input: SlotsInput, start: number): number => start + input.settings.slotMinutes * MINUTE;

function leadOf({ settings, productLeadMinutes }: SlotsInput): number {
  let longest = productLeadMinutes.length === 0 ? settings.leadMinutes : 0;
  for (const lead of productLeadMinutes) longest = Math.max(longest, lead ?? settings.leadMinutes);
  return settings.rush ? longest + longest : longest;
}

const isCut = ({ settings, now }: SlotsInput, minute: number, today: string): boolean => {
  const cutoff = settings.cutoffs[Temporal.PlainDate.from(today).dayOfWeek];
  const isToday = tell(minute).startsWith(today);
  return isToday && cutoff !== undefined && hasCome(today, cutoff, now.epochMilliseconds);
};

/** The minute at which the interval that holds this minute began, or null while closed. */
function openingOf(input: SlotsInput, minute: number, openSince: number | null): number | null {
  const day = tell(minute).slice(0, 10);
  for (const { opens, closes } of hoursOf(input, day)) {
    const isIn = (at: number): boolean =>
      hasCome(day, opens, at) && !hasCome(day, closes, at) && isLeftOpen(input, day, at);
    if (isIn(minute)) return isIn(minute - MINUTE) ? openSince : minute;
  }
  return null;
}

/** No closure order in force keeps the door shut at this minute. */
function isLeftOpen({ closures = [] }: SlotsInput, day: string, minute: number): boolean {
  return closures.every(({ from, until, collects, opens, closes }) => {
    if (day < from || (until !== null && day > until)) return true;
    if (!collects) return false;
    return (opens === null || hasCome(day, opens, minute)) && (closes === null || !hasCome(day, closes, minute));
  });
}

/** Clocks may go back: a wall time has come once they ever showed it, or a later one, on that day. */
function hasCome(day: string, wall: string, minute: number): boolean {
  const date = tell(minute).slice(0, 10);
  if (date !== day) return date > day;
  return [0, 15, 30, 45, 60].some((back) => {
    const shown = tell(minute - back * MINUTE);
    return shown.startsWith(day) && shown.slice(11) >= wall;
  });
}

type Hours = { opens: string; closes: string }[];

const read = new WeakMap<SlotsInput, Map<string, Hours>>();

function hoursOf(input: SlotsInput, day: string): Hours {
  const days = read.get(input) ?? new Map<string, Hours>();
  const hours = days.get(day) ?? hoursOn(input, day);
  read.set(input, days.set(day, hours));
  return hours;
}

function hoursOn(input: SlotsInput, day: string): Hours {
  const exception = input.exceptions.find((candidate) => candidate.day === day);
  if (exception) return exception.intervals;
  const date = Temporal.PlainDate.from(day);
  if (!input.openOnHolidays && input.isHoliday(date)) return [];
  return input.hours.filter(({ weekday }) => weekday === date.dayOfWeek);
}

function isSlot(input: SlotsInput, start: number, openSince: number | null): boolean {
  if (openSince === null || (start - openSince) % (input.settings.slotMinutes * MINUTE) !== 0) return false;
  let since: number | null = openSince;
  for (let minute = start + MINUTE; minute < endOf(input, start); minute += MINUTE) {
    since = openingOf(input, minute, since);
    if (since !== openSince) return false;
  }
  return true;
}

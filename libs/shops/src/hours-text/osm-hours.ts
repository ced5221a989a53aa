import type { HoursReading, Unread, UnreadReason } from './hours-reading.js';
import { reading } from './hours-reading.js';
import { DAY_MINUTES, type Minutes, weekOf } from './minutes.js';

const WORDS = new Set(
  'Mo Tu We Th Fr Sa Su PH SH Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec week easter off closed open unknown sunrise sunset dawn dusk day days'.split(
    ' ',
  ),
);

/** Whether the text is written as OpenStreetMap's `opening_hours` are: its words and no others, and more than times alone. */
export function isOsmHours(text: string): boolean {
  if (text.trim() === '24/7') return true;
  const words = text.replaceAll(/"[^"]*"/g, '').match(/\p{L}+/gu) ?? [];
  return words.length > 0 && words.every((word) => WORDS.has(word)) && /\d{1,2}:\d{2}|off|closed/.test(text);
}

/** What a week cannot hold, by what it looks like; in this order. */
const BEYOND: [RegExp, UnreadReason][] = [
  [/"/, 'comment'],
  [/\|\|/, 'fallback'],
  [/\b(?:sunrise|sunset|dawn|dusk)\b/, 'sun'],
  [/\bweek\b/, 'weeks'],
  [/\bSH\b/, 'school'],
  [/\[[-\d,\s]+\]/, 'nth'],
  [/\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|easter)\b|\b\d{4}\b/, 'dates'],
  [/\d\+/, 'open_end'],
  [/\bunknown\b|\/\d+\)?/, 'alternative'],
];

const HOLIDAYS_OFF = /^PH\s*(?:off|closed)$/;
const CLOSED_DAYS = /^([A-Z][a-z](?:[-,\s]+[A-Z][a-z])*)\s+(?:off|closed)$/;
const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];

/**
 * OpenStreetMap's `opening_hours`: what is the same every week, and whether public holidays are closed. Rules that a week cannot
 * hold (seasons, dates, the sun, comments...) are handed back; when one of them closes days, the rest stands without it.
 */
export async function readOsmHours(text: string): Promise<HoursReading> {
  const unread: Unread[] = [];
  const weekly: string[] = [];
  const closed = new Set<number>();
  let holidays: HoursReading['holidays'] = null;
  for (const rule of rulesOf(text)) {
    const beyond = rule === '24/7' ? undefined : BEYOND.find(([pattern]) => pattern.test(rule));
    const bare = rule.replace(/,\s*PH(?=\s)|\bPH\s*,\s*/, '').trim();
    const isOff = HOLIDAYS_OFF.test(rule) || (bare !== rule && CLOSED_DAYS.test(bare));
    const saysHolidays = /\bPH\b/.test(rule);
    if (beyond) unread.push({ text: rule, reason: beyond[1] });
    else if (saysHolidays && !isOff && !/^(?:Mo-Su)\b/.test(bare)) unread.push({ text: rule, reason: 'holiday_hours' });
    else {
      if (saysHolidays) holidays = isOff ? 'closed' : 'open';
      if (!HOLIDAYS_OFF.test(rule)) weekly.push(bare);
      for (const day of closedDays(bare)) closed.add(day);
    }
  }
  const everyDay = weekly.filter((rule) => /^\d{1,2}:/.test(rule));
  if (everyDay.length > 1) unread.push({ text: everyDay.join('; '), reason: 'order' });
  const days =
    weekly.length > 0 && everyDay.length < 2 ? await weekOfRules(weekly.join('; ')) : new Map<number, Minutes[]>();
  if (days === null) unread.push({ text: weekly.join('; '), reason: 'syntax' });
  const open = days ?? new Map<number, Minutes[]>();
  return reading({
    week: weekOf(open),
    closedDays: [...closed].filter((day) => !open.has(day)).toSorted((a, b) => a - b),
    holidays,
    unread,
  });
}

/** Rules are separated by « ; »; one after « || » is a fallback, and part of the rule before. */
const rulesOf = (text: string): string[] =>
  (text.match(/(?:"[^"]*"|[^;"])+/g) ?? []).map((rule) => rule.trim()).filter((rule) => rule !== '');

function closedDays(rule: string): number[] {
  const list = CLOSED_DAYS.exec(rule)?.[1];
  if (list === undefined) return [];
  return list.split(',').flatMap((part) => {
    const [from = 0, to = from] = part.split('-').map((day) => DAYS.indexOf(day.trim()) + 1);
    return from === 0 || to < from ? [] : Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
}

/** A week in winter without a change of clocks anywhere: Monday 12 January 2026. */
const MONDAY = { year: 2026, month: 0, day: 12 };

/** Null: the rules cannot be read, or are not the same every week. */
async function weekOfRules(rules: string): Promise<Map<number, Minutes[]> | null> {
  const { default: OpeningHours } = await import('opening_hours');
  try {
    const hours = new OpeningHours(rules, null);
    if (!hours.isWeekStable()) return null;
    const [from, to] = [dayAt(0), dayAt(7)];
    if (!hours.getState(from) && hours.getNextChange(from) === undefined) return new Map();
    return daysOf(hours.getOpenIntervals(from, to).map(([start, end]) => ({ start, end })));
  } catch {
    return null;
  }
}

const dayAt = (offset: number): Date => new Date(MONDAY.year, MONDAY.month, MONDAY.day + offset);

/** Each day's share of the intervals of the week. */
function daysOf(intervals: readonly { start: Date; end: Date }[]): Map<number, Minutes[]> {
  const days = new Map<number, Minutes[]>();
  for (let weekday = 1; weekday <= 7; weekday++) {
    const [from, to] = [dayAt(weekday - 1).getTime(), dayAt(weekday).getTime()];
    const own = intervals
      .map(({ start, end }) => ({ opens: Math.max(start.getTime(), from), closes: Math.min(end.getTime(), to) }))
      .filter(({ opens, closes }) => opens < closes)
      .map(({ opens, closes }) => ({
        opens: (opens - from) / 60_000,
        closes: Math.min((closes - from) / 60_000, DAY_MINUTES),
      }));
    if (own.length > 0) days.set(weekday, own);
  }
  return days;
}

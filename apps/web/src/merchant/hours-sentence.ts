import { hourText } from '#libs/pickup';
import { type HoursException, type Interval, type WeeklyInterval, withNights } from '#libs/shops';
import { type HoursPeriod, periodDaysText, periodsOf } from './hours-periods.js';

const DAYS = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'];
const NBSP = '\u00a0';

/** « 9 h – 12 h 30 et 14 h – 19 h ». */
export const intervalsText = (intervals: readonly Interval[]): string =>
  joined(intervals.map(({ opens, closes }) => `${hourText(opens)}${NBSP}– ${hourText(closes)}`));

/**
 * The week as one says it: « Ouvert du mardi au samedi, 9 h – 19 h ; le dimanche, 9 h – 12 h. Fermé le lundi. » Days with the
 * same hours are said together; a night belongs to the day on which it begins. Empty without any hours.
 */
export function hoursSentence(stored: readonly WeeklyInterval[]): string {
  if (stored.length === 0) return '';
  const week = withNights(stored);
  const byText = new Map<string, number[]>();
  DAYS.forEach((_, i) => {
    const text = intervalsText(week.filter(({ weekday }) => weekday === i + 1));
    byText.set(text, [...(byText.get(text) ?? []), i]);
  });
  const closed = byText.get('') ?? [];
  const open = [...byText].filter(([text]) => text !== '').map(([text, days]) => `${daysText(days)}, ${text}`);
  const opening = `Ouvert ${open.join(`${NBSP}; `)}.`;
  return closed.length === 0 ? opening : `${opening} Fermé ${daysText(closed)}.`;
}

/** What is different from the week in the days to come: « Fermé du 24 au 26 décembre : congés. » */
export function periodSentence({ days, step, intervals, reason }: HoursPeriod): string {
  const what = intervals.length === 0 ? 'Fermé' : 'Ouvert';
  const hours = intervals.length === 0 ? '' : `, ${intervalsText(intervals)}`;
  return `${what} ${periodDaysText(days, step)}${hours}${reason ? `${NBSP}: ${reason.replace(/\.$/, '')}` : ''}.`;
}

/** Week, holidays and the days that are different, in one text; empty while nothing is known. */
export function wholeSentence(
  week: readonly WeeklyInterval[],
  openOnHolidays: boolean,
  exceptions: readonly HoursException[],
): string {
  if (week.length === 0 && exceptions.length === 0) return '';
  const holidays = openOnHolidays ? 'Ouvert les jours fériés comme les autres jours.' : 'Fermé les jours fériés.';
  const sentences = [hoursSentence(week), holidays, ...periodsOf(exceptions).map(periodSentence)];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

/** « du lundi au mercredi et le samedi »; indexes of days, in order. */
function daysText(days: readonly number[]): string {
  if (days.length === DAYS.length) return 'tous les jours';
  const runs: { from: number; to: number }[] = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last && last.to === day - 1) last.to = day;
    else runs.push({ from: day, to: day });
  }
  return joined(runs.flatMap(runText));
}

function runText({ from, to }: { from: number; to: number }): string[] {
  if (from === to) return [`le ${DAYS[from]}`];
  return to === from + 1 ? [`le ${DAYS[from]}`, `le ${DAYS[to]}`] : [`du ${DAYS[from]} au ${DAYS[to]}`];
}

const joined = (texts: readonly string[]): string =>
  texts.length < 2 ? (texts[0] ?? '') : `${texts.slice(0, -1).join(', ')} et ${texts.at(-1)}`;

import { type HoursException, type Interval, type WeeklyInterval, withNights } from '#libs/shops';
import { currentLanguage } from '../http/language.js';
import { hourText, inBoth, listText } from '../http/wording.js';
import { DAYS, type HoursPeriod, periodDaysText, periodsOf } from './hours-periods.js';

const NBSP = '\u00a0';

/** « 9 h – 12 h 30 et 14 h – 19 h ». */
export const intervalsText = (intervals: readonly Interval[]): string =>
  listText(intervals.map(({ opens, closes }) => `${hourText(opens)}${NBSP}– ${hourText(closes)}`));

/**
 * The week as one says it: « Ouvert du mardi au samedi, 9 h – 19 h ; le dimanche, 9 h – 12 h. Fermé le lundi. » Days with the
 * same hours are said together; a night belongs to the day on which it begins. Empty without any hours.
 */
export function hoursSentence(stored: readonly WeeklyInterval[]): string {
  if (stored.length === 0) return '';
  const week = withNights(stored);
  const byText = new Map<string, number[]>();
  DAYS.fr.forEach((_, i) => {
    const text = intervalsText(week.filter(({ weekday }) => weekday === i + 1));
    byText.set(text, [...(byText.get(text) ?? []), i]);
  });
  const closed = byText.get('') ?? [];
  const open = [...byText].filter(([text]) => text !== '').map(([text, days]) => `${daysText(days)}, ${text}`);
  const opening = `${openText()} ${open.join(inBoth({ fr: `${NBSP}; `, en: '; ' }))}.`;
  return closed.length === 0 ? opening : `${opening} ${closedText()} ${daysText(closed)}.`;
}

/** What is different from the week in the days to come: « Fermé du 24 au 26 décembre : congés. » */
export function periodSentence({ days, step, intervals, reason }: HoursPeriod): string {
  const what = intervals.length === 0 ? closedText() : openText();
  const hours = intervals.length === 0 ? '' : `, ${intervalsText(intervals)}`;
  const why = reason ? `${inBoth({ fr: `${NBSP}: `, en: ': ' })}${reason.replace(/\.$/, '')}` : '';
  return `${what} ${periodDaysText(days, step, currentLanguage())}${hours}${why}.`;
}

/** Week, holidays and the days that are different, in one text; empty while nothing is known. */
export function wholeSentence(
  week: readonly WeeklyInterval[],
  openOnHolidays: boolean,
  exceptions: readonly HoursException[],
): string {
  if (week.length === 0 && exceptions.length === 0) return '';
  const holidays = inBoth(openOnHolidays ? HOLIDAYS.open : HOLIDAYS.closed);
  const sentences = [hoursSentence(week), holidays, ...periodsOf(exceptions).map(periodSentence)];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

const HOLIDAYS = {
  open: { fr: 'Ouvert les jours fériés comme les autres jours.', en: 'Open on public holidays as on other days.' },
  closed: { fr: 'Fermé les jours fériés.', en: 'Closed on public holidays.' },
};
const openText = (): string => inBoth({ fr: 'Ouvert', en: 'Open' });
const closedText = (): string => inBoth({ fr: 'Fermé', en: 'Closed' });

/** « du lundi au mercredi et le samedi », « Monday to Wednesday and Saturday »; indexes of days, in order. */
function daysText(days: readonly number[]): string {
  if (days.length === DAYS.fr.length) return inBoth({ fr: 'tous les jours', en: 'every day' });
  const runs: { from: number; to: number }[] = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last && last.to === day - 1) last.to = day;
    else runs.push({ from: day, to: day });
  }
  return listText(runs.flatMap(runText));
}

function runText({ from, to }: { from: number; to: number }): string[] {
  const names = DAYS[currentLanguage()];
  const one = (day: number): string => inBoth({ fr: `le ${names[day]}`, en: names[day]! });
  if (from === to) return [one(from)];
  if (to === from + 1) return [one(from), one(to)];
  return [inBoth({ fr: `du ${names[from]} au ${names[to]}`, en: `${names[from]} to ${names[to]}` })];
}

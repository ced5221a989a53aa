import { hourText } from '#libs/pickup';
import type { Interval, WeeklyInterval } from '#libs/shops';

const DAYS = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'];

/** « de 9 h à 12 h 30 et de 14 h à 19 h ». */
export const intervalsText = (intervals: readonly Interval[]): string =>
  joined(intervals.map(({ opens, closes }) => `de ${hourText(opens)} à ${hourText(closes)}`));

/**
 * The week as one says it: « Ouvert du mardi au samedi de 9 h à 19 h, le dimanche de 9 h à 12 h. Fermé le lundi. »
 * Days with the same hours that follow each other are said together. Empty without any hours.
 */
export function hoursSentence(week: readonly WeeklyInterval[]): string {
  if (week.length === 0) return '';
  const texts = DAYS.map((_, i) => intervalsText(week.filter(({ weekday }) => weekday === i + 1)));
  const runs: { from: number; to: number; text: string }[] = [];
  texts.forEach((text, day) => {
    const last = runs.at(-1);
    if (last?.text === text) last.to = day;
    else runs.push({ from: day, to: day, text });
  });
  const open = runs.filter(({ text }) => text !== '').map((run) => `${daysText(run)} ${run.text}`);
  const closed = runs.filter(({ text }) => text === '').map(daysText);
  const isEveryDay = runs.length === 1;
  const opening = `Ouvert ${isEveryDay ? `tous les jours ${runs[0]!.text}` : open.join(', ')}.`;
  return closed.length === 0 ? opening : `${opening} Fermé ${joined(closed)}.`;
}

function daysText({ from, to }: { from: number; to: number }): string {
  if (from === to) return `le ${DAYS[from]}`;
  return to === from + 1 ? `le ${DAYS[from]} et le ${DAYS[to]}` : `du ${DAYS[from]} au ${DAYS[to]}`;
}

const joined = (texts: readonly string[]): string =>
  texts.length < 2 ? (texts[0] ?? '') : `${texts.slice(0, -1).join(', ')} et ${texts.at(-1)}`;

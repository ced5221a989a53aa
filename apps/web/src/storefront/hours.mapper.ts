import { Temporal } from 'temporal-polyfill';
import { dateAt, hourText, type PickupPlan, type PickupRow, relativeDayText, wallAt } from '#libs/pickup';
import type { DayHours } from '#libs/themes';
import { say } from './sentences.js';

const DAYS = ['Lundi', 'Mardi', 'Mercredi', 'Jeudi', 'Vendredi', 'Samedi', 'Dimanche'];

/** The usual week, Monday first; empty while the hours are not known. */
export function weekOf(pickup: PickupRow, now: Temporal.Instant): DayHours[] {
  if (pickup.hours.length === 0) return [];
  const today = dateAt(now).dayOfWeek;
  return DAYS.map((label, i) => ({
    day: i + 1,
    label,
    isToday: i + 1 === today,
    intervals: pickup.hours
      .filter(({ weekday }) => weekday === i + 1)
      .map(({ opens, closes }) => ({ opens, closes }))
      .toSorted((a, b) => a.opens.localeCompare(b.opens)),
  }));
}

/** « Ouvert jusqu’à 19 h », « Fermé, ouvre demain à 9 h »; null while the hours are not known. */
export function openingNow(
  { calendar, closure }: Pick<PickupPlan, 'calendar' | 'closure'>,
  pickup: Pick<PickupRow, 'hours'>,
  now: Temporal.Instant,
): { text: string; isOpen: boolean } | null {
  if (pickup.hours.length === 0) return null;
  const next = calendar.from(now).next().value;
  if (!next) return { text: say('hours.closed'), isOpen: false };
  if (closure && next.start <= now.epochMilliseconds) {
    return { text: say('hours.door_until', { time: wallOf(next.end) }), isOpen: false };
  }
  if (next.start <= now.epochMilliseconds) {
    return { text: say('hours.open_until', { time: wallOf(next.end) }), isOpen: true };
  }
  const opens = Temporal.Instant.fromEpochMilliseconds(next.start);
  const day = relativeDayText(dateAt(opens).toString(), now);
  return { text: say('hours.opens', { day, time: hourText(wallAt(opens)) }), isOpen: false };
}

const wallOf = (milliseconds: number): string => hourText(wallAt(Temporal.Instant.fromEpochMilliseconds(milliseconds)));

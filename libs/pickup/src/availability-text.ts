import { Temporal } from 'temporal-polyfill';
import type { SlotTime } from './slot.js';
import { dateAt, REGION_ZONE } from './wall-time.js';

const NBSP = '\u00a0';
const DAY = new Intl.DateTimeFormat('fr-FR', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });

/** `14:30` becomes « 14 h 30 », `09:00` « 9 h », `24:00` « minuit ». */
export function hourText(wall: string): string {
  if (wall === '24:00') return 'minuit';
  const [hours = '', minutes = ''] = wall.split(':');
  return `${Number(hours)}${NBSP}h${minutes === '00' ? '' : `${NBSP}${minutes}`}`;
}

/** `YYYY-MM-DD` becomes « mardi 24 novembre ». */
export const dayText = (date: string): string =>
  DAY.format(Temporal.PlainDate.from(date).toZonedDateTime('UTC').epochMilliseconds)
    .replace(/\b1 /, '1er ')
    .replaceAll(/(\d+(?:er)?) /g, `$1${NBSP}`);

/** « aujourd’hui », « demain » or the day itself. */
export function relativeDayText(date: string, now: Temporal.Instant, zone: string = REGION_ZONE): string {
  const days = dateAt(now, zone).until(Temporal.PlainDate.from(date)).days;
  if (days === 0) return 'aujourd’hui';
  return days === 1 ? 'demain' : dayText(date);
}

/** « mardi 24 novembre, 14 h – 14 h 30 ». */
export const slotText = (slot: SlotTime): string =>
  `${dayText(slot.localDate)}, ${hourText(slot.localStart)} –${NBSP}${hourText(slot.localEnd)}`;

/** « À retirer aujourd’hui dès 17 h », « À retirer mardi 24 novembre dès 9 h 30 ». */
export const collectableText = (slot: SlotTime, now: Temporal.Instant): string =>
  `À${NBSP}retirer ${relativeDayText(slot.localDate, now)} dès ${hourText(slot.localStart)}`;

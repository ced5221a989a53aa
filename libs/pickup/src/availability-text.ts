import { Temporal } from 'temporal-polyfill';
import type { SlotTime } from './slot.js';
import { dateAt, REGION_ZONE } from './wall-time.js';

type Language = 'fr' | 'en';

const NBSP = '\u00a0';
const dayFormat = (tag: string) =>
  new Intl.DateTimeFormat(tag, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });
const DAY = { fr: dayFormat('fr-FR'), en: dayFormat('en-GB') };

/** `14:30` becomes « 14 h 30 », `09:00` « 9 h », `24:00` « minuit »; « 14:30 », « 9:00 » and « midnight » in English. */
export function hourText(wall: string, language: Language = 'fr'): string {
  if (wall === '24:00') return language === 'en' ? 'midnight' : 'minuit';
  const [hours = '', minutes = ''] = wall.split(':');
  if (language === 'en') return `${Number(hours)}:${minutes}`;
  return `${Number(hours)}${NBSP}h${minutes === '00' ? '' : `${NBSP}${minutes}`}`;
}

/** `YYYY-MM-DD` becomes « mardi 24 novembre ». */
export function dayText(date: string, language: Language = 'fr'): string {
  const text = DAY[language].format(Temporal.PlainDate.from(date).toZonedDateTime('UTC').epochMilliseconds);
  if (language === 'en') return text;
  return text.replace(/\b1 /, '1er ').replaceAll(/(\d+(?:er)?) /g, `$1${NBSP}`);
}

/** « aujourd’hui », « demain » or the day itself. */
export function relativeDayText(date: string, now: Temporal.Instant, language: Language = 'fr'): string {
  const days = dateAt(now, REGION_ZONE).until(Temporal.PlainDate.from(date)).days;
  if (days === 0) return language === 'en' ? 'today' : 'aujourd’hui';
  if (days === 1) return language === 'en' ? 'tomorrow' : 'demain';
  return dayText(date, language);
}

/** « mardi 24 novembre, 14 h – 14 h 30 ». */
export const slotText = (slot: SlotTime, language: Language = 'fr'): string =>
  `${dayText(slot.localDate, language)}, ${hourText(slot.localStart, language)} –${NBSP}${hourText(slot.localEnd, language)}`;

/** « À retirer aujourd’hui dès 17 h », « À retirer mardi 24 novembre dès 9 h 30 ». */
export const collectableText = (slot: SlotTime, now: Temporal.Instant): string =>
  `À${NBSP}retirer ${relativeDayText(slot.localDate, now)} dès ${hourText(slot.localStart)}`;

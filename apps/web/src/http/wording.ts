import { formatCents } from '#libs/kernel';
import * as pickup from '#libs/pickup';
import { tradeByCode } from '#libs/territory';
import { currentLanguage, type Language } from './language.js';

/** Amounts, days, figures and lists as one says them in the language of the request. */
const TAGS: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' };

const formats = new Map<string, unknown>();

/** Made once for each language. */
function format<F>(kind: string, make: (tag: string) => F): F {
  const tag = TAGS[currentLanguage()];
  const known = (formats.get(`${kind} ${tag}`) as F | undefined) ?? make(tag);
  formats.set(`${kind} ${tag}`, known);
  return known;
}

const ZONE = { timeZone: 'Europe/Paris' };

export const moneyText = (cents: number): string => formatCents(cents, currentLanguage());
export const figureText = (value: number): string =>
  format('figure', (tag) => new Intl.NumberFormat(tag)).format(value);
/** `5.5` becomes « 5,5 % ». */
export const rateText = (percent: number): string =>
  format('rate', (tag) => new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 }))
    .format(percent / 100)
    .replaceAll('\u202f', '\u00a0');
export const listText = (texts: readonly string[]): string =>
  format('list', (tag) => new Intl.ListFormat(tag, { type: 'conjunction' })).format(texts);
export const momentText = (at: Date): string =>
  format('moment', (tag) => new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short', ...ZONE })).format(
    at,
  );
/** With its year: « 24 novembre 2026 ». */
export const dateText = (instant: string): string =>
  format('date', (tag) => new Intl.DateTimeFormat(tag, { dateStyle: 'long', ...ZONE })).format(new Date(instant));
/** Hours and minutes in France. */
export const clockText = (at: Date): string =>
  format('clock', (tag) => new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', ...ZONE })).format(at);
export const byName = (a: string, b: string): number => format('names', (tag) => new Intl.Collator(tag)).compare(a, b);

export const hourText = (wall: string): string => pickup.hourText(wall, currentLanguage());
export const dayText = (date: string): string => pickup.dayText(date, currentLanguage());
export const relativeDayText = (date: string, now: Parameters<typeof pickup.relativeDayText>[1]): string =>
  pickup.relativeDayText(date, now, currentLanguage());
export const slotText = (slot: Parameters<typeof pickup.slotText>[0]): string =>
  pickup.slotText(slot, currentLanguage());

/** Of what is written in both: `{ fr, en }` of themes, `labelFr` and `labelEn` of trades and categories. */
export const inBoth = (words: Record<Language, string>): string => words[currentLanguage()];
export const labelOf = ({ labelFr, labelEn }: { labelFr: string; labelEn: string }): string =>
  inBoth({ fr: labelFr, en: labelEn });
export const tradeText = (code: string): string => {
  const trade = tradeByCode(code);
  return trade ? labelOf(trade) : code;
};

import { Clock, formatCents } from '#libs/kernel';
import type Handlebars from 'handlebars';
import { Temporal } from 'temporal-polyfill';

import { formatNumber, frenchTypography, type SentenceBook } from './sentences.js';

type Engine = typeof Handlebars;
type Options = Handlebars.HelperOptions;

const ZONE = 'Europe/Paris';
const NBSP = '\u00a0';

/** Every helper that answers text, by name; the text is escaped like any value. See `docs` at each one. */
export function registerTextHelpers(engine: Engine, sentences: SentenceBook): void {
  engine.registerHelper({
    /** `{{t "basket.title" name=shop.name}}`: a sentence with its values. */
    t: (key: string, options: Options) => sentences.say(localeOf(options), key, options.hash),
    /** `{{plural count "basket.items"}}`: `basket.items.one` or `.other` (or `.zero`), `{count}` inside. */
    plural: (count: unknown, key: string, options: Options) =>
      sentences.sayPlural(localeOf(options), key, Number(count), options.hash),
    /** `{{typo product.name}}`: text from a person, with the no-break spaces it lacks. */
    typo: (text: string, options: Options) => (localeOf(options) === 'en' ? text : frenchTypography(text)),
    /** `{{money 1250}}`: « 12,50 € », `€12.50` in English. */
    money: (cents: unknown, options: Options) => formatCents(Number(cents), localeOf(options) === 'en' ? 'en' : 'fr'),
    /** `{{date "2020-11-24"}}`: « mardi 24 novembre »; `year=true` adds the year, `weekday=false` leaves the day out. */
    date: (when: string, options: Options) => formatDate(when, localeOf(options), options.hash),
    /** `{{time "09:00"}}`: « 9 h »; `{{time instant}}`: « 14 h 30 » in France. */
    time: (when: string, options: Options) => formatTime(when, localeOf(options)),
    /** `{{timeRange "14:00" "14:30"}}`: « 14 h – 14 h 30 ». */
    timeRange: (start: string, end: string, options: Options) => formatRange(start, end, localeOf(options)),
    /** `{{slot start end}}`: « mardi 24 novembre, 14 h – 14 h 30 »; `relative=true` says « aujourd’hui » and « demain ». */
    slot: (start: string, end: string, options: Options) => formatSlot(start, end, localeOf(options), options.hash),
    /** `{{atPlace "Le Blanc"}}`: « au Blanc »; « à Loches », « aux Aubrais »; « in » in English. */
    atPlace: (commune: string, options: Options) => (localeOf(options) === 'en' ? `in ${commune}` : atPlace(commune)),
    /** `{{initial "« Loire »"}}`: « L », the first letter or digit, as a capital; stands in for a picture. */
    initial: (text: unknown) => (/[\p{L}\p{N}]/u.exec(String(text))?.[0] ?? '·').toUpperCase(),
    /** `{{#if (isLong shop.name)}}`: over 28 characters, too long for one line of a phone in large type. */
    isLong: (text: unknown) => String(text).length > 28,
    /** `{{phone "0247590000"}}`: « 02 47 59 00 00 ». */
    phone: (number: string) => formatPhone(number),
    number: (value: unknown, options: Options) => formatNumber(Number(value), localeOf(options)),
  });
  registerLogic(engine);
}

function registerLogic(engine: Engine): void {
  const given = (args: unknown[]): unknown[] => args.slice(0, -1);
  engine.registerHelper({
    eq: (a: unknown, b: unknown) => a === b,
    ne: (a: unknown, b: unknown) => a !== b,
    gt: (a: number, b: number) => a > b,
    lt: (a: number, b: number) => a < b,
    not: (a: unknown) => isEmpty(a),
    and: (...args: unknown[]) => given(args).every((value) => !isEmpty(value)),
    /** The first value that is there, as `{{or label name}}`. */
    or: (...args: unknown[]) => given(args).find((value) => !isEmpty(value)) ?? '',
    /** `{{concat "field-" name}}` */
    concat: (...args: unknown[]) => given(args).join(''),
    /** `{{> ui/table columns=(list "a" "b")}}` */
    list: (...args: unknown[]) => given(args),
    /** `{{> ui/button (object label="x")}}`: a plain object from its hash. */
    object: (options: Options) => ({ ...options.hash }),
    percent: (part: number, whole: number) => (whole > 0 ? Math.round((100 * part) / whole) : 0),
  });
}

const isEmpty = (value: unknown): boolean => !value || (Array.isArray(value) && value.length === 0);
const localeOf = (options: Options): string => (options.data as { locale?: string }).locale ?? 'fr';
const tag = (locale: string): string => (locale === 'en' ? 'en-GB' : 'fr-FR');

/** Takes `2020-11-24`, `2020-11-24T14:00` (local) and instants with an offset; local days and times are France's. */
function toZoned(when: string): Temporal.ZonedDateTime {
  if (/^\d{4}-\d{2}-\d{2}$/.test(when)) return Temporal.PlainDate.from(when).toZonedDateTime(ZONE);
  const hasOffset = /(Z|[+-]\d{2}:?\d{2})$/i.test(when);
  if (hasOffset) return Temporal.Instant.from(when).toZonedDateTimeISO(ZONE);
  return Temporal.PlainDateTime.from(when).toZonedDateTime(ZONE);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatDate(when: string, locale: string, how: Record<string, unknown>): string {
  const day = toZoned(when);
  const near = how['relative'] ? relativeDay(day.toPlainDate(), locale) : null;
  if (near) return near;
  const shape = `${locale}/${how['weekday'] !== false}/${Boolean(how['year'])}`;
  const format = formats.get(shape) ?? dateFormat(locale, how);
  formats.set(shape, format);
  const text = format.format(day.epochMilliseconds);
  return locale === 'fr'
    ? text.replace(/(^|\s)1 (?=\p{L})/u, `$11er${NBSP}`).replace(/(\d) (?=\p{L})/u, `$1${NBSP}`)
    : text;
}

const dateFormat = (locale: string, how: Record<string, unknown>): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(tag(locale), {
    timeZone: ZONE,
    day: 'numeric',
    month: 'long',
    ...(how['weekday'] === false ? {} : { weekday: 'long' }),
    ...(how['year'] ? { year: 'numeric' } : {}),
  });

function relativeDay(day: Temporal.PlainDate, locale: string): string | null {
  const away = Clock.now().toZonedDateTimeISO(ZONE).toPlainDate().until(day).days;
  if (away === 0) return locale === 'en' ? 'today' : 'aujourd’hui';
  if (away === 1) return locale === 'en' ? 'tomorrow' : 'demain';
  return null;
}

function formatTime(when: string, locale: string): string {
  // Opening hours are most of the times on a page, and need no calendar.
  const wall = /^(\d{2}):(\d{2})(:\d{2})?$/.exec(when);
  const time = wall ? { hour: Number(wall[1]), minute: Number(wall[2]) } : toZoned(when);
  const minutes = String(time.minute).padStart(2, '0');
  if (locale === 'en') return `${time.hour}:${minutes}`;
  return time.minute === 0 ? `${time.hour}${NBSP}h` : `${time.hour}${NBSP}h${NBSP}${minutes}`;
}

const formatRange = (start: string, end: string, locale: string): string =>
  `${formatTime(start, locale)}${NBSP}– ${formatTime(end, locale)}`;

function formatSlot(start: string, end: string, locale: string, how: Record<string, unknown>): string {
  return `${formatDate(start, locale, how)}, ${formatRange(start, end, locale)}`;
}

/** « à Loches », « au Blanc », « aux Aubrais », « à La Châtre ». */
export const atPlace = (commune: string): string =>
  commune.startsWith('Le ')
    ? `au ${commune.slice(3)}`
    : commune.startsWith('Les ')
      ? `aux ${commune.slice(4)}`
      : `à ${commune}`;

/** Ten French digits in pairs; anything else as it was written. */
export function formatPhone(number: string): string {
  const digits = number.replace(/[\s.\-\u00a0\u202f]/g, '').replace(/^\+33|^0033/, '0');
  return /^0\d{9}$/.test(digits) ? (digits.match(/\d{2}/g) ?? []).join(NBSP) : number;
}

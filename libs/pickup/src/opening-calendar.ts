import { Temporal } from 'temporal-polyfill';
import { type ClosureRule, closuresOn, cutByClosures } from './closure-rule.js';
import { dayAt, dayOf, dayText, instantOf, REGION_ZONE, type WallInterval, weekdayOf } from './wall-time.js';

/** `weekday` is 1 (Monday) to 7. */
export interface WeeklyInterval extends WallInterval {
  weekday: number;
}

/** What is true of one date (`YYYY-MM-DD`) instead of the weekly hours; no interval means closed. */
export interface DatedException {
  day: string;
  intervals: WallInterval[];
}

export interface OpeningRules {
  hours: WeeklyInterval[];
  exceptions: DatedException[];
  openOnHolidays: boolean;
  isHoliday: (date: Temporal.PlainDate) => boolean;
  /** Closure orders of the region that concern the shop. */
  closures?: readonly ClosureRule[];
  zone?: string;
}

/** Open from `start` to `end`, epoch milliseconds, on one local day (days since 1970-01-01). */
export interface OpenInterval {
  day: number;
  start: number;
  end: number;
}

const MINUTE = 60_000;
/** A shop that does not open within this is taken as closed for good. */
const FAR_DAYS = 400;

/**
 * When a shop opens its door: a closure order goes before a dated exception, that before a public holiday, and that before the
 * weekly hours.
 */
export class OpeningCalendar {
  readonly zone: string;
  private readonly exceptions: Map<string, WallInterval[]>;
  private readonly known = new Map<number, OpenInterval[]>();

  constructor(private readonly rules: OpeningRules) {
    this.zone = rules.zone ?? REGION_ZONE;
    this.exceptions = new Map(rules.exceptions.map((exception) => [exception.day, exception.intervals]));
  }

  /** In order of time, without overlaps. */
  on(day: number): OpenInterval[] {
    const known = this.known.get(day);
    if (known) return known;
    const text = dayText(day);
    const walls = cutByClosures(this.closuresOn(text), joined(this.wallIntervals(day, text)));
    const open = walls.map(({ opens, closes }) => ({
      day,
      start: instantOf(text, opens, this.zone),
      end: instantOf(text, closes, this.zone),
    }));
    const kept = open.filter(({ start, end }) => start < end);
    this.known.set(day, kept);
    return kept;
  }

  /** Closure orders in force on a day (`YYYY-MM-DD`). */
  closuresOn(day: string): readonly ClosureRule[] {
    const { closures = [] } = this.rules;
    return closures.length === 0 ? closures : closuresOn(closures, day);
  }

  /** The door is open during all of [start, end), epoch milliseconds. */
  covers(start: number, end: number): boolean {
    return this.on(dayAt(start, this.zone)).some((interval) => interval.start <= start && end <= interval.end);
  }

  /** Every interval that ends after `now`, from the local date of `now` on, for 400 days at most. */
  *from(now: Temporal.Instant): Generator<OpenInterval, undefined> {
    const today = dayAt(now.epochMilliseconds, this.zone);
    for (let day = today; day < today + FAR_DAYS; day++) {
      for (const interval of this.on(day)) {
        if (interval.end > now.epochMilliseconds) yield interval;
      }
      const shut = this.shutBy(day);
      if (shut?.until === null) return;
      if (shut) day = dayOf(shut.until);
    }
  }

  /** A closure order under which nothing opens on this day: under one of many days, not each of them is looked at. */
  private shutBy(day: number): ClosureRule | undefined {
    if (!this.rules.closures?.length) return undefined;
    return this.closuresOn(dayText(day)).find(({ collects }) => !collects);
  }

  /** The first instant by which the shop was open for so many minutes since `now`; null when that is too far. */
  afterOpenMinutes(now: Temporal.Instant, minutes: number): Temporal.Instant | null {
    let left = minutes * MINUTE;
    if (left === 0) return now;
    for (const { start, end } of this.from(now)) {
      const begin = Math.max(start, now.epochMilliseconds);
      if (end - begin >= left) return Temporal.Instant.fromEpochMilliseconds(begin + left);
      left -= end - begin;
    }
    return null;
  }

  /** The last instant from which on the shop is still open for so many minutes until `at`, epoch milliseconds; null when that is too far. */
  beforeOpenMinutes(at: number, minutes: number): number | null {
    let left = minutes * MINUTE;
    if (left === 0) return at;
    const last = dayAt(at, this.zone);
    for (let day = last; day > last - FAR_DAYS; day--) {
      for (const { start, end } of this.on(day).toReversed()) {
        const until = Math.min(end, at);
        if (until <= start) continue;
        if (until - start >= left) return until - left;
        left -= until - start;
      }
    }
    return null;
  }

  /** The closing time of the date itself (`openDays` 0) or of the n-th open day after it; null when that is too far. */
  closingAfter(date: Temporal.PlainDate, openDays: number): Temporal.Instant | null {
    const first = dayOf(date.toString());
    let left = openDays;
    for (let days = openDays === 0 ? 0 : 1; days < FAR_DAYS; days++) {
      const last = this.on(first + days).at(-1);
      if (last && --left <= 0) return Temporal.Instant.fromEpochMilliseconds(last.end);
    }
    return null;
  }

  private wallIntervals(day: number, text: string): WallInterval[] {
    const exception = this.exceptions.get(text);
    if (exception) return exception;
    const weekday = weekdayOf(day);
    const hours = this.rules.hours.filter((interval) => interval.weekday === weekday);
    if (hours.length === 0 || this.rules.openOnHolidays) return hours;
    return this.rules.isHoliday(Temporal.PlainDate.from(text)) ? [] : hours;
  }
}

function joined(intervals: WallInterval[]): WallInterval[] {
  const sorted = intervals.map(({ opens, closes }) => ({ opens: opens.slice(0, 5), closes: closes.slice(0, 5) }));
  sorted.sort((a, b) => a.opens.localeCompare(b.opens));
  const result: WallInterval[] = [];
  for (const interval of sorted) {
    const last = result.at(-1);
    if (!last || interval.opens >= last.closes) result.push(interval);
    else if (interval.closes > last.closes) last.closes = interval.closes;
  }
  return result;
}

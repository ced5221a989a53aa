import { Temporal } from 'temporal-polyfill';
import { dateAt, instantOf, REGION_ZONE } from './wall-time.js';

/** Wall times `HH:mm`, half-open [opens, closes); `24:00` is the end of the day. */
export interface WallInterval {
  opens: string;
  closes: string;
}

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
  zone?: string;
}

/** Open from `start` to `end`, epoch milliseconds, on one local date. */
export interface OpenInterval {
  date: Temporal.PlainDate;
  start: number;
  end: number;
}

const MINUTE = 60_000;
/** A shop that does not open within this is taken as closed for good. */
const FAR_DAYS = 400;

/** When a shop is open: a dated exception goes before a public holiday, and that before the weekly hours. */
export class OpeningCalendar {
  readonly zone: string;
  private readonly exceptions: Map<string, WallInterval[]>;

  constructor(private readonly rules: OpeningRules) {
    this.zone = rules.zone ?? REGION_ZONE;
    this.exceptions = new Map(rules.exceptions.map((exception) => [exception.day, exception.intervals]));
  }

  /** In order of time, without overlaps. */
  on(date: Temporal.PlainDate): OpenInterval[] {
    const open = joined(this.wallIntervals(date)).map(({ opens, closes }) => ({
      date,
      start: instantOf(date, opens, this.zone),
      end: instantOf(date, closes, this.zone),
    }));
    return open.filter(({ start, end }) => start < end);
  }

  /** Every interval that ends after `now`, from the local date of `now` on, for 400 days at most. */
  *from(now: Temporal.Instant): Generator<OpenInterval> {
    const today = dateAt(now, this.zone);
    for (let days = 0; days < FAR_DAYS; days++) {
      for (const interval of this.on(today.add({ days }))) {
        if (interval.end > now.epochMilliseconds) yield interval;
      }
    }
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

  /** The closing time of the date itself (`openDays` 0) or of the n-th open day after it; null when that is too far. */
  closingAfter(date: Temporal.PlainDate, openDays: number): Temporal.Instant | null {
    let left = openDays;
    for (let days = openDays === 0 ? 0 : 1; days < FAR_DAYS; days++) {
      const last = this.on(date.add({ days })).at(-1);
      if (last && --left <= 0) return Temporal.Instant.fromEpochMilliseconds(last.end);
    }
    return null;
  }

  private wallIntervals(date: Temporal.PlainDate): WallInterval[] {
    const exception = this.exceptions.get(date.toString());
    if (exception) return exception;
    if (!this.rules.openOnHolidays && this.rules.isHoliday(date)) return [];
    return this.rules.hours.filter((interval) => interval.weekday === date.dayOfWeek);
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

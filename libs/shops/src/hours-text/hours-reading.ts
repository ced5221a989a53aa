import type { WeeklyInterval } from '../weekly-interval.js';

/** Why a part of the text says nothing that a week can hold; each has its sentence. */
export const UNREAD_REASONS = [
  'words',
  'appointment',
  'season',
  'school',
  'nth',
  'weeks',
  'sun',
  'open_end',
  'alternative',
  'half_day',
  'times',
  'days_missing',
  'hours_missing',
  'order',
  'holiday_hours',
  'comment',
  'dates',
  'fallback',
  'syntax',
] as const;

export type UnreadReason = (typeof UNREAD_REASONS)[number];

/** A part of the text as it was typed. */
export interface Unread {
  text: string;
  reason: UnreadReason;
}

/**
 * What a text says of a shop's hours. `week` follows `openingHoursInput` (a night is cut at midnight). `closedDays`: weekdays
 * that the text itself calls closed. `full`: a whole week, and not a word left over; this alone may be taken without asking.
 * `partial`: true as far as it goes, `unread` holds the rest. `refused`: nothing that can be used.
 */
export interface HoursReading {
  verdict: 'full' | 'partial' | 'refused';
  week: WeeklyInterval[];
  closedDays: number[];
  /** What is said of public holidays; null: nothing. */
  holidays: 'open' | 'closed' | null;
  unread: Unread[];
}

export function reading(parts: Omit<HoursReading, 'verdict'>): HoursReading {
  const isEmpty = parts.week.length === 0 && parts.closedDays.length === 0 && parts.holidays === null;
  const isFull = parts.week.length > 0 && parts.unread.length === 0;
  return { verdict: isFull ? 'full' : isEmpty ? 'refused' : 'partial', ...parts };
}

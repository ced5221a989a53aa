import type { Temporal } from 'temporal-polyfill';
import { OpeningCalendar, type OpeningRules } from './opening-calendar.js';
import { type Slot, slotTime } from './slot.js';
import { dateAt, wallAt } from './wall-time.js';

export interface SlotSettings {
  slotMinutes: number;
  /** Orders a slot takes. */
  capacity: number;
  /** Pieces a slot takes; null is no limit. */
  maxItems: number | null;
  /** Minutes of open time. */
  leadMinutes: number;
  /** How many days on which something can be collected are offered. */
  horizonOpenDays: number;
  /** By ISO weekday (`"1"` Monday): from this wall time on, nothing more on that day. */
  cutoffs: Record<string, string>;
  /** Doubles the lead time. */
  rush: boolean;
}

/** How full a slot is: orders and pieces. `startsAt` in epoch milliseconds. */
export interface BookedSlot {
  startsAt: number;
  booked: number;
  items: number;
}

export interface SlotsInput extends OpeningRules {
  settings: SlotSettings;
  /** Per product in the basket its own lead time in open minutes, null for the shop's; the longest counts. */
  productLeadMinutes: (number | null)[];
  booked: BookedSlot[];
  /** Pieces to be collected. Default 1. */
  items?: number;
  now: Temporal.Instant;
}

const MINUTE = 60_000;

/**
 * The slots in which a basket may be collected, full ones included, in order of time: inside opening hours, counted from
 * each opening, the last one ending by closing; not before the lead time has passed in open minutes, nor today once
 * the cut-off is reached; on as many open days as the horizon says, from the first possible day on.
 */
export const slotsOf = (input: SlotsInput): Slot[] => [...slotsFrom(input)];

/** The same one after the other: whoever needs the first works out no other. */
export function* slotsFrom(input: SlotsInput): Generator<Slot> {
  const { settings, now } = input;
  const calendar = new OpeningCalendar(input);
  const earliest = calendar.afterOpenMinutes(now, leadMinutes(input));
  if (!earliest) return;
  const today = dateAt(now, calendar.zone);
  const isTodayOver = isCutOff(settings.cutoffs[today.dayOfWeek], wallAt(now, calendar.zone));
  const full = new Map(input.booked.map((slot) => [slot.startsAt, slot]));
  const days = new Set<string>();
  for (const { date, start, end } of calendar.from(earliest)) {
    if (isTodayOver && date.equals(today)) continue;
    const length = settings.slotMinutes * MINUTE;
    for (let at = start; at + length <= end; at += length) {
      if (at < earliest.epochMilliseconds) continue;
      if (days.add(date.toString()).size > settings.horizonOpenDays) return;
      yield { ...slotTime(at, at + length, calendar.zone), remaining: remaining(input, full.get(at)) };
    }
  }
}

function leadMinutes({ settings, productLeadMinutes }: SlotsInput): number {
  const leads = productLeadMinutes.map((minutes) => minutes ?? settings.leadMinutes);
  return (leads.length === 0 ? settings.leadMinutes : Math.max(...leads)) * (settings.rush ? 2 : 1);
}

const isCutOff = (cutoff: string | undefined, wall: string): boolean => cutoff !== undefined && wall >= cutoff;

function remaining({ settings, items = 1 }: SlotsInput, slot: BookedSlot | undefined): number {
  const pieces = (slot?.items ?? 0) + items;
  if (settings.maxItems !== null && pieces > settings.maxItems) return 0;
  return Math.max(0, settings.capacity - (slot?.booked ?? 0));
}

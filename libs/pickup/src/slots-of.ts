import type { Temporal } from 'temporal-polyfill';
import { OpeningCalendar, type OpeningRules } from './opening-calendar.js';
import { type Slot, slotTime } from './slot.js';
import { dayAt, dayText, instantOf, weekdayOf } from './wall-time.js';

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
  /** The shop is overrun: doubles the lead time. */
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

/** `at` in epoch milliseconds. */
export interface SlotStart {
  at: number;
  remaining: number;
  capacity: number;
}

const MINUTE = 60_000;

/**
 * The slots in which a basket may be collected, full ones included, in order of time: inside opening hours, counted from
 * each opening, the last one ending by closing; not before the lead time has passed in open minutes, nor today once
 * the cut-off is reached; on as many open days as the horizon says, from the first possible day on.
 */
export const slotsOf = (input: SlotsInput): Slot[] => [...slotsFrom(input)];

/** The same one after the other: whoever needs the first works out no other. */
export function* slotsFrom(input: SlotsInput, calendar: OpeningCalendar = new OpeningCalendar(input)): Generator<Slot> {
  const length = input.settings.slotMinutes * MINUTE;
  for (const { at, ...room } of startsFrom(input, calendar)) {
    yield { ...slotTime(at, at + length, calendar.zone), ...room };
  }
}

/** When a slot begins (epoch milliseconds) and what room it has, without its words. */
export function* startsFrom(input: SlotsInput, calendar: OpeningCalendar): Generator<SlotStart> {
  const { settings, now } = input;
  const earliest = calendar.afterOpenMinutes(now, leadMinutes(input));
  if (!earliest) return;
  const today = dayAt(now.epochMilliseconds, calendar.zone);
  const isTodayOver = now.epochMilliseconds >= cutOff(input, calendar, today);
  const full = new Map(input.booked.map((slot) => [slot.startsAt, slot]));
  const days = new Set<number>();
  const length = settings.slotMinutes * MINUTE;
  for (const { day, start, end } of calendar.from(earliest)) {
    if (isTodayOver && day === today) continue;
    const capacity = capacityOn(input, calendar, day);
    for (let at = start; at + length <= end; at += length) {
      if (at < earliest.epochMilliseconds) continue;
      if (days.add(day).size > settings.horizonOpenDays) return;
      yield { at, remaining: remaining(input, full.get(at), capacity), capacity };
    }
  }
}

/**
 * The last instant (epoch milliseconds) at which a slot that begins at `start` is still offered: its lead time before it in open
 * minutes, and before the cut-off of its day.
 */
export function bookableUntil(input: SlotsInput, calendar: OpeningCalendar, start: number): number {
  const inTime = calendar.beforeOpenMinutes(start, leadMinutes(input)) ?? -Infinity;
  return Math.min(inTime, cutOff(input, calendar, dayAt(start, calendar.zone)) - 1);
}

function leadMinutes({ settings, productLeadMinutes }: SlotsInput): number {
  const leads = productLeadMinutes.map((minutes) => minutes ?? settings.leadMinutes);
  return (leads.length === 0 ? settings.leadMinutes : Math.max(...leads)) * (settings.rush ? 2 : 1);
}

/** From this instant on nothing more is collected on the day. */
function cutOff({ settings }: SlotsInput, { zone }: OpeningCalendar, day: number): number {
  const wall = settings.cutoffs[weekdayOf(day)];
  return wall === undefined ? Infinity : instantOf(dayText(day), wall, zone);
}

function capacityOn({ settings, closures: orders }: SlotsInput, calendar: OpeningCalendar, day: number): number {
  if (!orders?.length) return settings.capacity;
  const closures = calendar.closuresOn(dayText(day));
  return Math.min(settings.capacity, ...closures.map(({ capacity }) => capacity));
}

function remaining({ settings, items = 1 }: SlotsInput, slot: BookedSlot | undefined, capacity: number): number {
  const pieces = (slot?.items ?? 0) + items;
  if (settings.maxItems !== null && pieces > settings.maxItems) return 0;
  return Math.max(0, capacity - (slot?.booked ?? 0));
}

import { Temporal } from 'temporal-polyfill';
import { OpeningCalendar, type OpeningRules } from './opening-calendar.js';
import { type Slot, slotTime } from './slot.js';
import { dateAt, instantOf } from './wall-time.js';

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

const MINUTE = 60_000;

/**
 * The slots in which a basket may be collected, full ones included, in order of time: inside opening hours, counted from
 * each opening, the last one ending by closing; not before the lead time has passed in open minutes, nor today once
 * the cut-off is reached; on as many open days as the horizon says, from the first possible day on.
 */
export const slotsOf = (input: SlotsInput): Slot[] => [...slotsFrom(input)];

/** The same one after the other: whoever needs the first works out no other. */
export function* slotsFrom(input: SlotsInput, calendar: OpeningCalendar = new OpeningCalendar(input)): Generator<Slot> {
  const { settings, now } = input;
  const earliest = calendar.afterOpenMinutes(now, leadMinutes(input));
  if (!earliest) return;
  const today = dateAt(now, calendar.zone);
  const isTodayOver = now.epochMilliseconds >= cutOff(input, calendar, today);
  const full = new Map(input.booked.map((slot) => [slot.startsAt, slot]));
  const days = new Set<string>();
  for (const { date, start, end } of calendar.from(earliest)) {
    if (isTodayOver && date.equals(today)) continue;
    const length = settings.slotMinutes * MINUTE;
    const capacity = capacityOn(input, calendar, date);
    for (let at = start; at + length <= end; at += length) {
      if (at < earliest.epochMilliseconds) continue;
      if (days.add(date.toString()).size > settings.horizonOpenDays) return;
      const room = remaining(input, full.get(at), capacity);
      yield { ...slotTime(at, at + length, calendar.zone), remaining: room, capacity };
    }
  }
}

/**
 * The last instant (epoch milliseconds) at which a slot that begins at `start` is still offered: its lead time before it in open
 * minutes, and before the cut-off of its day.
 */
export function bookableUntil(input: SlotsInput, calendar: OpeningCalendar, start: number): number {
  const date = dateAt(Temporal.Instant.fromEpochMilliseconds(start), calendar.zone);
  const inTime = calendar.beforeOpenMinutes(start, leadMinutes(input)) ?? -Infinity;
  return Math.min(inTime, cutOff(input, calendar, date) - 1);
}

function leadMinutes({ settings, productLeadMinutes }: SlotsInput): number {
  const leads = productLeadMinutes.map((minutes) => minutes ?? settings.leadMinutes);
  return (leads.length === 0 ? settings.leadMinutes : Math.max(...leads)) * (settings.rush ? 2 : 1);
}

/** From this instant on nothing more is collected on the day. */
function cutOff({ settings }: SlotsInput, { zone }: OpeningCalendar, date: Temporal.PlainDate): number {
  const wall = settings.cutoffs[date.dayOfWeek];
  return wall === undefined ? Infinity : instantOf(date, wall, zone);
}

function capacityOn({ settings }: SlotsInput, calendar: OpeningCalendar, date: Temporal.PlainDate): number {
  const closures = calendar.closuresOn(date.toString());
  return Math.min(settings.capacity, ...closures.map(({ capacity }) => capacity));
}

function remaining({ settings, items = 1 }: SlotsInput, slot: BookedSlot | undefined, capacity: number): number {
  const pieces = (slot?.items ?? 0) + items;
  if (settings.maxItems !== null && pieces > settings.maxItems) return 0;
  return Math.max(0, capacity - (slot?.booked ?? 0));
}

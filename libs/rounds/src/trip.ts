import type { Point } from '#libs/territory';
import { type Leg, travel, TRAVEL } from './travel.js';

/** A free slot of a shop. Epoch milliseconds; `day` is the local date `YYYY-MM-DD`. */
export interface StopSlot {
  id: string;
  start: number;
  end: number;
  day: string;
}

/** A shop to go to, with the slots in which it can be gone to, in order of time. */
export interface RoundStop {
  id: string;
  point: Point;
  slots: StopSlot[];
}

/** From where, and not before when (epoch milliseconds). Without a place the trip begins at its first shop. */
export interface Setting {
  from: Point | null;
  now: number;
}

/** `arrival` and `departure` in epoch milliseconds; `leg` leads here, null at the beginning. */
export interface TripStop {
  id: string;
  slot: StopSlot;
  arrival: number;
  departure: number;
  leg: Leg | null;
}

/** One way over several shops on one day. */
export interface Trip {
  day: string;
  stops: TripStop[];
  /** When to leave, and when the last order is in hand. */
  start: number;
  finish: number;
  travelMinutes: number;
  metres: number;
}

export const MINUTE = 60_000;
const HANDOVER = TRAVEL.handoverMinutes * MINUTE;

/** The first slot that can still be met from `at` on, and when one is there: early means to wait. */
export function firstVisit(slots: readonly StopSlot[], at: number): { slot: StopSlot; arrival: number } | null {
  const slot = slots.find(({ end }) => end - HANDOVER >= at);
  return slot ? { slot, arrival: Math.max(at, slot.start) } : null;
}

/** The same in this order of shops as early as can be, or null: somewhere no slot is left. */
export function tripInOrder(order: readonly RoundStop[], { from, now }: Setting): Trip | null {
  const stops: TripStop[] = [];
  let at = now;
  let here = from;
  for (const { id, point, slots } of order) {
    const leg = here && travel(here, point);
    const visit = firstVisit(slots, at + (leg?.minutes ?? 0) * MINUTE);
    if (!visit) return null;
    at = visit.arrival + HANDOVER;
    here = point;
    stops.push({ id, ...visit, departure: at, leg });
  }
  return stops.length > 0 ? withoutWaiting(stops, order) : null;
}

/** The last handover stays when it is; what comes before moves as late as can be, so that nobody waits in the street. */
function withoutWaiting(early: TripStop[], order: readonly RoundStop[]): Trip {
  const stops = early.slice();
  for (let i = stops.length - 2; i >= 0; i--) {
    const next = stops[i + 1]!;
    const latest = next.arrival - next.leg!.minutes * MINUTE - HANDOVER;
    const slot = order[i]!.slots.findLast(({ start }) => start <= latest)!;
    const arrival = Math.min(latest, slot.end - HANDOVER);
    if (arrival > stops[i]!.arrival) stops[i] = { ...stops[i]!, slot, arrival, departure: arrival + HANDOVER };
  }
  const [first, last] = [stops[0]!, stops.at(-1)!];
  return {
    day: first.slot.day,
    stops,
    start: first.arrival - (first.leg?.minutes ?? 0) * MINUTE,
    finish: last.departure,
    travelMinutes: stops.reduce((sum, { leg }) => sum + (leg?.minutes ?? 0), 0),
    metres: stops.reduce((sum, { leg }) => sum + (leg?.metres ?? 0), 0),
  };
}

import { Temporal } from 'temporal-polyfill';
import { Clock } from '#libs/kernel';
import { hourText, relativeDayText, wallAt } from '#libs/pickup';
import type { Leg, Shelf, StopSlot, Trip, TripStop } from '#libs/rounds';
import { say } from './basket-sentences.js';
import { placeOf } from '#libs/rounds';

/** « 14 h 30 », from epoch milliseconds. */
export const timeText = (at: number): string => hourText(wallAt(Temporal.Instant.fromEpochMilliseconds(at)));

export function minutesText(minutes: number): string {
  if (minutes < 60) return say('round.minutes', { n: minutes });
  const rest = String(minutes % 60).padStart(2, '0');
  return say('round.hours', { h: Math.floor(minutes / 60), m: rest });
}

/** « 850 m », « 3,8 km ». */
export const metresText = (metres: number): string =>
  metres < 1000
    ? say('journey.metres', { n: metres })
    : say('journey.kilometres', { n: (metres / 1000).toFixed(1).replace('.', ',').replace(/,0$/, '') });

export const legText = ({ mode, minutes, metres }: Leg): string =>
  say(`round.${mode}`, { minutes: minutesText(minutes), distance: metresText(metres) });

export function dayLabel(day: string): string {
  const text = relativeDayText(day, Clock.now());
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export interface StopView {
  number: number;
  shopId: string;
  name: string;
  place: string;
  isRough: boolean;
  at: string;
  /** How to get there, and with what; null at the beginning. */
  leg: { text: string; icon: 'footprints' | 'car' } | null;
  /** Free time before leaving for the next; null when there is none to speak of. */
  wait: string | null;
}

export interface TripView {
  title: string;
  sum: string;
  /** « Partez de Loches vers 9 h 50 ». */
  leave: string | null;
  stops: StopView[];
}

const WAIT_MINUTES = 15;

/** `from` is the name of the place of departure; `first` the number of the first stop. */
export function tripView(trip: Trip, shelves: Shelf[], from: string | null, first = 1): TripView {
  const byId = new Map(shelves.map((shelf) => [shelf.shopId, shelf]));
  return {
    title: say('round.trip', {
      day: dayLabel(trip.day),
      start: timeText(trip.start),
      finish: timeText(trip.finish),
    }),
    sum:
      trip.travelMinutes === 0
        ? say('round.no_way')
        : say('round.trip_sum', { minutes: minutesText(trip.travelMinutes), distance: metresText(trip.metres) }),
    leave: from === null ? null : say('round.leave', { place: from, time: timeText(trip.start) }),
    stops: trip.stops.map((stop, i) => stopView(stop, byId.get(stop.id)!, first + i, trip.stops[i + 1])),
  };
}

function stopView(stop: TripStop, shelf: Shelf, number: number, next: TripStop | undefined): StopView {
  const { leg } = stop;
  const wait = next ? (next.arrival - stop.departure) / 60_000 - next.leg!.minutes : 0;
  return {
    number,
    shopId: stop.id,
    name: shelf.name,
    place: placeOf(shelf),
    isRough: shelf.isPointRough,
    at: say('round.at', { time: timeText(stop.arrival) }),
    leg: leg && { text: legText(leg), icon: leg.mode === 'walk' ? 'footprints' : 'car' },
    wait: wait >= WAIT_MINUTES ? say('round.wait', { minutes: minutesText(wait) }) : null,
  };
}

export const slotOptionText = ({ start, end }: StopSlot): string =>
  say('round.slot_option', { start: timeText(start), end: timeText(end) });

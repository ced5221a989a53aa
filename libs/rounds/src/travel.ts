import { distanceKm, type Point } from '#libs/territory';

/** One way between two places. `minutes` are whole, so that the times of a round add up; `metres` are rounded to 10. */
export interface Leg {
  mode: 'walk' | 'drive';
  metres: number;
  minutes: number;
}

/**
 * What the estimate of a way rests on; `docs/rounds.md` says where each figure comes from. There is no road map: the
 * distance as the crow flies, lengthened by what streets add to it.
 */
export const TRAVEL = {
  detour: 1.3,
  walkBelowMetres: 2000,
  walkKmh: 4.5,
  townKmh: 30,
  /** What of a drive is town; the rest is road. */
  townMetres: 10_000,
  roadKmh: 60,
  parkingMinutes: 5,
  /** How long a handover takes: whoever arrives later than this before the end of a slot is too late for it. */
  handoverMinutes: 5,
} as const;

/** On foot below 2 km, else by car with the time to park. */
export function travel(from: Point, to: Point): Leg {
  const metres = Math.round(distanceKm(from, to) * 100 * TRAVEL.detour) * 10;
  if (metres < TRAVEL.walkBelowMetres) return { mode: 'walk', metres, minutes: minutesFor(metres, TRAVEL.walkKmh) };
  const town = Math.min(metres, TRAVEL.townMetres);
  const driven = hours(town, TRAVEL.townKmh) + hours(metres - town, TRAVEL.roadKmh);
  return { mode: 'drive', metres, minutes: Math.ceil(driven * 60) + TRAVEL.parkingMinutes };
}

const hours = (metres: number, kmh: number): number => metres / 1000 / kmh;

const minutesFor = (metres: number, kmh: number): number => Math.ceil(hours(metres, kmh) * 60);

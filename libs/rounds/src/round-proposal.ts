import { bestTrip } from './best-trip.js';
import { type RoundStop, type Setting, type Trip, tripInOrder } from './trip.js';

/** Why there is no round: a shop has no slot at all, or its slots do not go with those of the others. */
export type BlockingReason = 'no_slot' | 'apart';

/** No round over all the shops. Each way out is null when there is none. */
export interface NoRound {
  /** The shop that is in the way: without it there would be a round, or the one with the fewest slots. */
  blocking: string;
  reason: BlockingReason;
  /** All shops on another day than the one wished for. */
  otherDay: Trip | null;
  /** All but the blocking one. */
  without: Trip | null;
  /** All of them in two trips. */
  twoTrips: [Trip, Trip] | null;
}

export type RoundProposal = { trip: Trip } | { trip: null; none: NoRound };

/**
 * The round over all shops that is over first: on `day`, else on the first day that allows one. Without one it says which
 * shop is in the way and what is nearest to it.
 */
export function proposeRound(stops: RoundStop[], setting: Setting, day: string | null = null): RoundProposal {
  const trip = firstTrip(stops, setting, day);
  return trip ? { trip } : { trip: null, none: noRound(stops, setting, day) };
}

/** Days on which all shops can be gone to in one trip, in order of time, each with its trip. */
export function* tripsByDay(stops: RoundStop[], setting: Setting): Generator<Trip> {
  for (const day of daysOf(stops)) {
    const trip = bestTrip(onDay(stops, day), setting);
    if (trip) yield trip;
  }
}

export const firstTrip = (stops: RoundStop[], setting: Setting, day: string | null = null): Trip | null =>
  day === null ? (tripsByDay(stops, setting).next().value ?? null) : bestTrip(onDay(stops, day), setting);

export const onDay = (stops: RoundStop[], day: string): RoundStop[] =>
  stops.map((stop) => ({ ...stop, slots: stop.slots.filter((slot) => slot.day === day) }));

/** Days on which every shop has a slot. */
function daysOf(stops: RoundStop[]): string[] {
  const [first, ...others] = stops.map(({ slots }) => new Set(slots.map(({ day }) => day)));
  return [...(first ?? [])].filter((day) => others.every((days) => days.has(day))).sort();
}

function noRound(stops: RoundStop[], setting: Setting, day: string | null): NoRound {
  const seen = day === null ? stops : onDay(stops, day);
  const empty = seen.find(({ slots }) => slots.length === 0);
  const withouts = (empty ? [empty] : stops).map((left) => ({
    left,
    trip: firstTrip(others(stops, left), setting, day),
  }));
  const found = withouts.filter(({ trip }) => trip !== null).sort((a, b) => a.trip!.finish - b.trip!.finish)[0];
  const fewest = empty ?? seen.toSorted((a, b) => a.slots.length - b.slots.length)[0]!;
  const { id } = found?.left ?? fewest;
  const blocking = stops.find((stop) => stop.id === id)!;
  return {
    blocking: blocking.id,
    reason: empty ? 'no_slot' : 'apart',
    otherDay: day === null ? null : firstTrip(stops, setting),
    without: found?.trip ?? null,
    twoTrips: twoTrips(stops, setting, { blocking, day, without: found?.trip ?? null }),
  };
}

interface Known {
  blocking: RoundStop;
  day: string | null;
  without: Trip | null;
}

const MOST_SPLIT = 6;

/** On two days: the blocking shop alone, or (up to six shops) any two groups; the pair that is over first. */
function twoTrips(stops: RoundStop[], setting: Setting, { blocking, without, day }: Known): [Trip, Trip] | null {
  const alone = without && firstTrip(notOn([blocking], without.day), setting);
  if (alone) return inTime([without, alone]);
  if (stops.length > MOST_SPLIT) return null;
  const pairs: [Trip, Trip][] = [];
  for (let set = 1; set < (1 << stops.length) - 1; set++) {
    const isMine = (i: number): boolean => (set & (1 << i)) !== 0;
    const mine = firstTrip(
      stops.filter((_, i) => isMine(i)),
      setting,
      day,
    );
    const rest = stops.filter((_, i) => !isMine(i));
    const other = mine && firstTrip(notOn(rest, mine.day), setting);
    if (other) pairs.push(inTime([mine, other]));
  }
  return pairs.sort((a, b) => a[1].finish - b[1].finish)[0] ?? null;
}

const notOn = (stops: RoundStop[], day: string): RoundStop[] =>
  stops.map((stop) => ({ ...stop, slots: stop.slots.filter((slot) => slot.day !== day) }));

const others = (stops: RoundStop[], left: RoundStop): RoundStop[] => stops.filter(({ id }) => id !== left.id);

const inTime = (trips: [Trip, Trip]): [Trip, Trip] => trips.sort((a, b) => a.finish - b.finish);

/** Each stop with the one slot that was chosen for it. */
export type ChosenTrips = { trips: Trip[]; blocking: null } | { trips: null; blocking: string };

/** One trip for each day of the chosen slots, or the first shop that cannot be reached in time. */
export function tripsOf(chosen: RoundStop[], setting: Setting): ChosenTrips {
  const trips: Trip[] = [];
  for (const day of [...new Set(chosen.map(({ slots }) => slots[0]!.day))].sort()) {
    const stops = chosen.filter(({ slots }) => slots[0]!.day === day);
    const trip = bestTrip(stops, setting);
    if (!trip) return { trips: null, blocking: proposedBlocking(stops, setting) };
    trips.push(trip);
  }
  return { trips, blocking: null };
}

const proposedBlocking = (stops: RoundStop[], setting: Setting): string => noRound(stops, setting, null).blocking;

/**
 * Other slots of one shop on the day of the trip: the others keep their slots and their order, and still all can be met.
 * `stops` hold every free slot; more may be possible when the others move too.
 */
export function otherSlots(trip: Trip, stops: RoundStop[], id: string, setting: Setting): RoundStop['slots'] {
  const byId = new Map(stops.map((stop) => [stop.id, stop]));
  const fixed = trip.stops.map((stop) => ({ ...byId.get(stop.id)!, slots: [stop.slot] }));
  const mine = byId.get(id)!;
  const rest = fixed.filter((stop) => stop.id !== id);
  const chosen = trip.stops.find((stop) => stop.id === id)?.slot.id;
  return mine.slots.filter((slot) => {
    if (slot.day !== trip.day || slot.id === chosen) return false;
    const moved = { ...mine, slots: [slot] };
    return fixed.some((_, at) => tripInOrder(rest.toSpliced(at, 0, moved), setting) !== null);
  });
}

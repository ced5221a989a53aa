import fc from 'fast-check';
import { bestTrip } from './best-trip.js';
import { otherSlots, proposeRound, tripsOf } from './round-proposal.js';
import { travel, TRAVEL } from './travel.js';
import { MINUTE, type RoundStop, type Setting, type StopSlot, type Trip } from './trip.js';

const NOW = Date.parse('2026-11-24T08:00:00Z');
const LOCHES = { lat: 47.128, lon: 0.995 };
const HANDOVER = TRAVEL.handoverMinutes * MINUTE;

const slotAt = (minutes: number, length = 30): StopSlot => {
  const start = NOW + minutes * MINUTE;
  const day = new Date(start).toISOString().slice(0, 10);
  return { id: new Date(start).toISOString().slice(0, 16), start, end: start + length * MINUTE, day };
};

const stop = (id: string, north: number, east: number, minutes: number[]): RoundStop => ({
  id,
  point: { lat: LOCHES.lat + north / 111, lon: LOCHES.lon + east / 76 },
  slots: minutes.map((at) => slotAt(at)),
});

/** Every order of every choice of slots, each shop reached as early as can be: `[finish, travel]` of the best one. */
function exhaustive(stops: RoundStop[], { from, now }: Setting): [number, number] | null {
  let best: [number, number] | null = null;
  const walk = (left: RoundStop[], here: Setting['from'], at: number, minutes: number): void => {
    if (left.length === 0) {
      const isBest = !best || at < best[0] || (at === best[0] && minutes < best[1]);
      if (isBest) best = [at, minutes];
    }
    for (const next of left) {
      const way = here ? travel(here, next.point).minutes : 0;
      for (const { start, end } of next.slots) {
        const arrival = Math.max(at + way * MINUTE, start);
        const rest = left.filter((other) => other !== next);
        if (arrival + HANDOVER <= end) walk(rest, next.point, arrival + HANDOVER, minutes + way);
      }
    }
  };
  walk(stops, from, now, 0);
  return best;
}

/** Whatever a trip says of itself and does not keep. */
function faults(trip: Trip, stops: RoundStop[], { from, now }: Setting): string[] {
  const found: string[] = [];
  const byId = new Map(stops.map((each) => [each.id, each]));
  if (new Set(trip.stops.map(({ id }) => id)).size !== stops.length) found.push('not every shop once');
  if (trip.start < now) found.push('leaves in the past');
  let [at, here] = [trip.start, from];
  for (const { id, slot, arrival, departure, leg } of trip.stops) {
    const shop = byId.get(id)!;
    const way = here ? travel(here, shop.point) : null;
    if (JSON.stringify(way) !== JSON.stringify(leg)) found.push(`${id}: another way`);
    if (arrival < at + (way?.minutes ?? 0) * MINUTE) found.push(`${id}: there before one can be`);
    if (arrival < slot.start || departure > slot.end) found.push(`${id}: not within its slot`);
    if (departure !== arrival + HANDOVER) found.push(`${id}: no time for the handover`);
    if (!shop.slots.includes(slot)) found.push(`${id}: no slot of its own`);
    [at, here] = [departure, shop.point];
  }
  if (trip.finish !== at) found.push('over at another time');
  return found;
}

const kilometres = fc.integer({ min: -600, max: 600 }).map((tens) => tens / 100);
const someStops = (most: number, slots = 4) =>
  fc
    .array(
      fc.record({
        north: kilometres,
        east: kilometres,
        at: fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: slots }),
      }),
      { minLength: 1, maxLength: most },
    )
    .map((shops) =>
      shops.map(({ north, east, at }, i) =>
        stop(
          `s${i}`,
          north,
          east,
          at.sort((a, b) => a - b).map((n) => n * 30),
        ),
      ),
    );
const setting = fc.record({
  from: fc.option(fc.record({ lat: fc.constant(LOCHES.lat), lon: fc.constant(LOCHES.lon) })),
  now: fc.integer({ min: 0, max: 120 }).map((minutes) => NOW + minutes * MINUTE),
});

describe('the way between two shops', () => {
  it.each([
    ['300 m of Loches', 0, 0.3, { mode: 'walk', metres: 390, minutes: 6 }],
    ['just below 2 km', 1.53, 0, { mode: 'walk', metres: 1990, minutes: 27 }],
    ['just above', 1.55, 0, { mode: 'drive', metres: 2020, minutes: 10 }],
    ['a village away', 10, 0, { mode: 'drive', metres: 13_020, minutes: 29 }],
  ])('%s', (_, north, east, leg) => {
    expect(travel(LOCHES, stop('x', north, east, []).point)).toEqual(leg);
  });
});

describe('the best trip', () => {
  it('is that of exhaustive enumeration, up to five shops', () => {
    let feasible = 0;
    fc.assert(
      fc.property(someStops(5, 3), setting, (stops, where) => {
        const trip = bestTrip(stops, where);
        const best = exhaustive(stops, where);
        expect(trip && [trip.finish, trip.travelMinutes]).toEqual(best);
        if (!trip) return;
        feasible++;
        expect(faults(trip, stops, where)).toEqual([]);
      }),
      { numRuns: 300 },
    );
    expect(feasible).toBeGreaterThan(60);
  });

  it('is that of exhaustive enumeration for ten shops with one free slot each', () => {
    fc.assert(
      fc.property(someStops(8, 1), setting, (stops, where) => {
        const trip = bestTrip(stops, where);
        expect(trip && [trip.finish, trip.travelMinutes]).toEqual(exhaustive(stops, where));
      }),
      { numRuns: 60 },
    );
  });

  it('waits in no street: everything before the last handover is as late as can be', () => {
    const early = bestTrip([stop('a', 0, 0, [0, 60, 120]), stop('b', 0, 0.3, [180])], { from: LOCHES, now: NOW })!;
    expect(early.stops.map(({ id, arrival }) => [id, (arrival - NOW) / MINUTE])).toEqual([
      ['a', 145],
      ['b', 180],
    ]);
  });
});

describe('a proposal', () => {
  const here = { from: null, now: NOW };
  const DAY = 1440;

  it('takes the first day on which all can be met', () => {
    const stops = [stop('a', 0, 0, [60, DAY + 60]), stop('b', 0, 1, [DAY + 60, DAY + 90])];
    expect(proposeRound(stops, here).trip).toMatchObject({ day: '2026-11-25' });
  });

  it('names the shop that has no slot, and offers the day, the rest and two trips', () => {
    const stops = [stop('a', 0, 0, [60, DAY + 60]), stop('b', 0, 0.2, [90, DAY + 90]), stop('c', 0, 0.4, [DAY + 60])];
    expect(proposeRound(stops, here, '2026-11-24')).toMatchObject({
      trip: null,
      none: {
        blocking: 'c',
        reason: 'no_slot',
        otherDay: { day: '2026-11-25' },
        without: { day: '2026-11-24', stops: [{ id: 'a' }, { id: 'b' }] },
        twoTrips: [{ day: '2026-11-24' }, { day: '2026-11-25', stops: [{ id: 'c' }] }],
      },
    });
  });

  it('names the shop that is too far away in time', () => {
    const stops = [stop('a', 0, 0, [60]), stop('b', 0, 0.2, [60]), stop('far', 40, 0, [60, DAY + 60])];
    expect(proposeRound(stops, here)).toMatchObject({
      none: { blocking: 'far', reason: 'apart', without: { day: '2026-11-24' }, twoTrips: [{}, { day: '2026-11-25' }] },
    });
  });

  it('offers no round exactly when enumeration finds none, and only ways out that can be gone', () => {
    let none = 0;
    fc.assert(
      fc.property(someStops(4, 1), (stops) => {
        const proposal = proposeRound(stops, here);
        expect(proposal.trip !== null).toBe(exhaustive(stops, here) !== null);
        if (proposal.trip) return;
        none++;
        const { blocking, without } = proposal.none;
        const rest = stops.filter(({ id }) => id !== blocking);
        if (without) expect(faults(without, rest, here)).toEqual([]);
        else
          expect(
            stops.every(
              (left) =>
                !exhaustive(
                  stops.filter((each) => each !== left),
                  here,
                ),
            ),
          ).toBe(true);
      }),
      { numRuns: 400 },
    );
    expect(none).toBeGreaterThan(5);
  });

  it('proposes other slots of a shop with which the round can still be gone', () => {
    let checked = 0;
    fc.assert(
      fc.property(someStops(4, 4), setting, (stops, where) => {
        const trip = bestTrip(stops, where);
        for (const { id } of trip?.stops ?? []) {
          for (const slot of otherSlots(trip!, stops, id, where)) {
            const chosen = trip!.stops.map((each) => ({
              ...stops.find((shop) => shop.id === each.id)!,
              slots: [each.id === id ? slot : each.slot],
            }));
            expect(tripsOf(chosen, where)).toMatchObject({ blocking: null, trips: [{ day: trip!.day }] });
            checked++;
          }
        }
      }),
      { numRuns: 150 },
    );
    expect(checked).toBeGreaterThan(100);
  });

  it('reads chosen slots as one trip a day, and names the shop that cannot be met in time', () => {
    const chosen = [stop('a', 0, 0, [60]), stop('b', 0, 0.2, [DAY + 60])];
    expect(tripsOf(chosen, here)).toMatchObject({ trips: [{ day: '2026-11-24' }, { day: '2026-11-25' }] });
    const apart = [stop('a', 0, 0, [60]), stop('b', 0, 0.2, [60]), stop('far', 40, 0, [60])];
    expect(tripsOf(apart, here)).toEqual({ trips: null, blocking: 'far' });
  });
});

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { projectRoot } from '#libs/platform';
import { bruteSlots } from '../../../test/support/brute-slots.js';
import { OpeningCalendar } from './opening-calendar.js';
import { bookableUntil, slotsOf, type SlotSettings, type SlotsInput } from './slots-of.js';

/** Random shops: `npm run soak` asks for a thousand. */
const SHOPS = Number(process.env['SLOT_SHOPS'] ?? 60);

const settings: SlotSettings = {
  slotMinutes: 30,
  capacity: 4,
  maxItems: null,
  leadMinutes: 120,
  horizonOpenDays: 7,
  cutoffs: {},
  rush: false,
};

const everyDay = [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => [
  { weekday, opens: '09:00', closes: '12:30' },
  { weekday, opens: '14:00', closes: '19:00' },
]);

const given = (now: string, more: Partial<SlotsInput> = {}): SlotsInput => ({
  hours: everyDay,
  exceptions: [],
  openOnHolidays: false,
  isHoliday: () => false,
  settings,
  productLeadMinutes: [],
  booked: [],
  now: Temporal.Instant.from(now),
  ...more,
});

const walls = (input: SlotsInput): string[] => slotsOf(input).map((slot) => `${slot.localDate} ${slot.localStart}`);

describe('slotsOf', () => {
  it('starts after two open hours, crosses the midday break and ends with the last slot at closing', () => {
    const slots = slotsOf(given('2026-11-24T11:00:00+01:00'));
    expect(slots[0]).toEqual({
      id: '2026-11-24T13:30Z',
      start: '2026-11-24T14:30:00+01:00',
      end: '2026-11-24T15:00:00+01:00',
      localDate: '2026-11-24',
      localStart: '14:30',
      localEnd: '15:00',
      remaining: 4,
      capacity: 4,
    });
    expect(slots.filter((slot) => slot.localDate === '2026-11-24').at(-1)?.localEnd).toBe('19:00');
    expect(new Set(slots.map((slot) => slot.localDate)).size).toBe(7);
    expect(slots.length).toBe(9 + 6 * 17);
  });

  it('doubles the lead time in a rush and takes the longest of the basket', () => {
    const now = '2026-11-24T09:00:00+01:00';
    expect(walls(given(now))[0]).toBe('2026-11-24 11:00');
    expect(walls(given(now, { settings: { ...settings, rush: true } }))[0]).toBe('2026-11-24 14:30');
    expect(walls(given(now, { productLeadMinutes: [0, 60] }))[0]).toBe('2026-11-24 10:00');
    expect(walls(given(now, { productLeadMinutes: [0, null, 1020] }))[0]).toBe('2026-11-26 09:00');
  });

  it('leaves today once the cut-off is reached', () => {
    const cutoffs = { '2': '10:00' };
    const at = (now: string) => walls(given(now, { settings: { ...settings, cutoffs } }))[0];
    expect(at('2026-11-24T09:59:59+01:00')).toBe('2026-11-24 12:00');
    expect(at('2026-11-24T10:00:00+01:00')).toBe('2026-11-25 09:00');
  });

  it('puts an exception before a holiday, and a holiday before weekly hours', () => {
    const isHoliday = (date: Temporal.PlainDate) => date.toString() === '2026-12-25';
    const now = '2026-12-24T18:30:00+01:00';
    expect(walls(given(now, { isHoliday }))[0]).toBe('2026-12-26 10:30');
    expect(walls(given(now, { isHoliday, openOnHolidays: true }))[0]).toBe('2026-12-25 10:30');
    const exceptions = [{ day: '2026-12-25', intervals: [{ opens: '08:00', closes: '12:00' }] }];
    expect(walls(given(now, { isHoliday, exceptions }))[0]).toBe('2026-12-25 09:30');
  });

  it('shows a full slot without room, and one too small for the basket', () => {
    const startsAt = Date.parse('2026-11-24T10:00:00Z');
    const booked = [{ startsAt, booked: 4, items: 9 }];
    const now = '2026-11-24T09:00:00+01:00';
    expect(slotsOf(given(now, { booked }))[0]?.remaining).toBe(0);
    const roomy = { ...settings, capacity: 6, maxItems: 10 };
    expect(slotsOf(given(now, { booked, settings: roomy, items: 1 }))[0]?.remaining).toBe(2);
    expect(slotsOf(given(now, { booked, settings: roomy, items: 2 }))[0]?.remaining).toBe(0);
  });

  it('keeps ten o’clock at ten o’clock on both days the clocks change', () => {
    const spring = slotsOf(given('2026-03-28T18:00:00+01:00')).filter((slot) => slot.localStart === '10:00');
    expect(spring.map((slot) => slot.start).slice(0, 2)).toEqual([
      '2026-03-29T10:00:00+02:00',
      '2026-03-30T10:00:00+02:00',
    ]);
    const autumn = slotsOf(given('2026-10-24T08:00:00+02:00')).filter((slot) => slot.localStart === '14:00');
    expect(autumn.map((slot) => slot.start).slice(0, 2)).toEqual([
      '2026-10-24T14:00:00+02:00',
      '2026-10-25T14:00:00+01:00',
    ]);
  });

  it('offers no hour that the clocks skip, and both of one that comes twice', () => {
    const nights = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: '01:30', closes: '03:30' }));
    const night = (now: string, day: string) =>
      slotsOf(given(now, { hours: nights, settings: { ...settings, leadMinutes: 0 } }))
        .filter((slot) => slot.localDate === day)
        .map((slot) => slot.start.slice(11));
    expect(night('2026-03-28T12:00:00Z', '2026-03-29')).toEqual(['01:30:00+01:00', '03:00:00+02:00']);
    expect(night('2026-10-24T12:00:00Z', '2026-10-25')).toEqual([
      '01:30:00+02:00',
      '02:00:00+02:00',
      '02:30:00+02:00',
      '02:00:00+01:00',
      '02:30:00+01:00',
      '03:00:00+01:00',
    ]);
  });

  it('has nothing to offer when the shop never opens', () => {
    expect(slotsOf(given('2026-11-24T09:00:00Z', { hours: [] }))).toEqual([]);
  });

  it('says what a minute-by-minute recomputation says', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { slots, until } = bruteSlots(input);
        const computed = slotsOf(input).filter((slot) => Date.parse(slot.end) <= until);
        expect(computed.map((slot) => Date.parse(slot.start))).toEqual(slots);
      }),
      { numRuns: SHOPS },
    );
  });

  it('puts a closure order before everything: two orders a slot, at the door, in its hours', () => {
    const now = '2026-11-24T09:00:00+01:00';
    const closure = {
      closureId: 'c',
      title: 'Arrêté',
      reason: null,
      collects: true,
      opens: null,
      closes: null,
      capacity: 2,
    };
    const wednesday = { ...closure, from: '2026-11-25', until: '2026-11-25' };
    const slots = slotsOf(given(now, { closures: [wednesday] }));
    const rooms = (day: string) => [...new Set(slots.filter((s) => s.localDate === day).map((s) => s.remaining))];
    expect([rooms('2026-11-24'), rooms('2026-11-25'), rooms('2026-11-26')]).toEqual([[4], [2], [4]]);
    const cut = walls(
      given(now, { closures: [{ ...wednesday, from: '2026-11-24', opens: '10:00', closes: '17:00' }] }),
    );
    expect(cut.filter((wall) => wall.startsWith('2026-11-25'))[0]).toBe('2026-11-25 10:00');
    expect(cut.findLast((wall) => wall.startsWith('2026-11-25'))).toBe('2026-11-25 16:30');
    const exceptions = [{ day: '2026-11-25', intervals: [{ opens: '08:00', closes: '20:00' }] }];
    const shut = walls(given(now, { exceptions, closures: [{ ...wednesday, until: null, collects: false }] }));
    expect([...new Set(shut.map((wall) => wall.slice(0, 10)))]).toEqual(['2026-11-24']);
  });

  it('says of each slot until when it is offered', () => {
    fc.assert(
      fc.property(inputs, fc.nat(), (input, pick) => {
        const slots = slotsOf(input);
        const slot = slots[pick % Math.max(1, slots.length)];
        if (!slot) return;
        const until = bookableUntil(input, new OpeningCalendar(input), Date.parse(slot.start));
        const isOfferedAt = (at: number): boolean =>
          slotsOf({ ...input, now: Temporal.Instant.fromEpochMilliseconds(at) }).some(({ id }) => id === slot.id);
        expect(until).toBeGreaterThanOrEqual(input.now.epochMilliseconds);
        expect([isOfferedAt(until), isOfferedAt(until + 1)]).toEqual([true, false]);
      }),
      { numRuns: SHOPS },
    );
  });

  it('does not depend on the time zone of the server', async () => {
    const script = `
      import { slotsOf } from '${projectRoot}/libs/pickup/src/slots-of.ts';
      import { Temporal } from 'temporal-polyfill';
      const now = ['2026-03-28T16:30:00Z', '2026-10-24T16:30:00Z', '2026-11-23T23:30:00Z'];
      const rest = ${JSON.stringify({ hours: everyDay, exceptions: [], openOnHolidays: false, settings, productLeadMinutes: [], booked: [] })};
      const slots = now.map((at) => slotsOf({ ...rest, isHoliday: () => false, now: Temporal.Instant.from(at) }));
      console.log(JSON.stringify(slots));`;
    const hooks = ['--import', './test/support/typescript-hooks.mjs', '--input-type=module', '-e', script];
    const zones = ['UTC', 'America/Los_Angeles', 'Pacific/Auckland'];
    const run = async (TZ: string) =>
      (await promisify(execFile)(process.execPath, hooks, { cwd: projectRoot, env: { ...process.env, TZ } })).stdout;
    const [utc, west, east] = await Promise.all(zones.map(run));
    expect(JSON.parse(utc ?? '')[0][0].start).toBe('2026-03-29T09:30:00+02:00');
    expect([west, east]).toEqual([utc, utc]);
  }, 30_000);
});

const wall = fc.integer({ min: 0, max: 96 }).map((quarters) => {
  const [hours, minutes] = [Math.floor(quarters / 4), (quarters % 4) * 15];
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
});

const intervals = fc.uniqueArray(wall, { maxLength: 4 }).map((times) => {
  const sorted = times.sort();
  return sorted.flatMap((opens, i) =>
    i % 2 === 0 && sorted[i + 1] ? [{ opens, closes: sorted[i + 1] as string }] : [],
  );
});

const DAYS = ['2026-03-28', '2026-03-29', '2026-10-24', '2026-10-25', '2026-12-24', '2026-12-25'];

const inputs: fc.Arbitrary<SlotsInput> = fc
  .record({
    week: fc.array(intervals, { minLength: 7, maxLength: 7 }),
    exceptions: fc.uniqueArray(fc.record({ day: fc.constantFrom(...DAYS), intervals }), { selector: (e) => e.day }),
    openOnHolidays: fc.boolean(),
    holiday: fc.constantFrom(...DAYS),
    slotMinutes: fc.constantFrom(15, 20, 30, 60),
    leadMinutes: fc.integer({ min: 0, max: 700 }),
    horizonOpenDays: fc.integer({ min: 1, max: 4 }),
    cutoffs: fc.dictionary(fc.constantFrom('1', '4', '6', '7'), wall),
    rush: fc.boolean(),
    productLeadMinutes: fc.array(fc.option(fc.integer({ min: 0, max: 900 })), { maxLength: 3 }),
    closures: fc.array(
      fc.record({
        closureId: fc.constant('c'),
        title: fc.constant('Arrêté'),
        reason: fc.constant(null),
        from: fc.constantFrom(...DAYS),
        until: fc.constantFrom(null, '2026-03-30', '2026-10-25', '2026-12-31'),
        collects: fc.boolean(),
        opens: fc.option(wall),
        closes: fc.option(wall),
        capacity: fc.constant(2),
      }),
      { maxLength: 2 },
    ),
    day: fc.constantFrom('2026-03-27', '2026-10-23', '2026-12-23'),
    minute: fc.integer({ min: 0, max: 3 * 1440 }),
  })
  .map(({ week, holiday, day, minute, slotMinutes, leadMinutes, ...rest }) => ({
    hours: week.flatMap((day, i) => day.map((interval) => ({ weekday: i + 1, ...interval }))),
    exceptions: rest.exceptions,
    closures: rest.closures,
    openOnHolidays: rest.openOnHolidays,
    isHoliday: (date: Temporal.PlainDate) => date.toString() === holiday,
    settings: { ...settings, ...rest, slotMinutes, leadMinutes },
    productLeadMinutes: rest.productLeadMinutes,
    booked: [],
    now: Temporal.Instant.from(`${day}T00:00:00Z`).add({ minutes: minute }),
  }));

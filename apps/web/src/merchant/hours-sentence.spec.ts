import fc from 'fast-check';
import { openingHoursInput, readHours, type WeeklyInterval } from '#libs/shops';
import { inLanguage } from '../http/language.js';
import { hoursSentence, wholeSentence } from './hours-sentence.js';

const day = (weekday: number, ...times: [string, string][]): WeeklyInterval[] =>
  times.map(([opens, closes]) => ({ weekday, opens, closes }));
const every = (...days: number[]): WeeklyInterval[] => days.flatMap((weekday) => day(weekday, ['09:00', '19:00']));
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

it.each<[string, WeeklyInterval[]]>([
  ['', []],
  ['Ouvert tous les jours, 9 h – 19 h.', every(1, 2, 3, 4, 5, 6, 7)],
  ['Ouvert du mardi au samedi, 9 h – 19 h. Fermé le lundi et le dimanche.', every(2, 3, 4, 5, 6)],
  [
    'Ouvert le lundi, le mardi et du jeudi au samedi, 9 h – 19 h. Fermé le mercredi et le dimanche.',
    every(1, 2, 4, 5, 6),
  ],
  [
    'Ouvert le lundi et le mardi, 9 h – 19 h ; le samedi, 8 h 30 – 12 h et 14 h – 17 h. Fermé du mercredi au vendredi et le dimanche.',
    [...every(1, 2), ...day(6, ['08:30', '12:00'], ['14:00', '17:00'])],
  ],
  [
    'Ouvert le vendredi, 18 h – 2 h ; le samedi, 18 h – minuit. Fermé du lundi au jeudi et le dimanche.',
    [...day(5, ['18:00', '24:00']), ...day(6, ['00:00', '02:00'], ['18:00', '24:00'])],
  ],
])('says « %s »', (sentence, week) => {
  expect(plain(hoursSentence(week))).toBe(sentence);
});

it.each<[string, WeeklyInterval[]]>([
  ['Open every day, 9:00 – 19:00.', every(1, 2, 3, 4, 5, 6, 7)],
  ['Open Monday, Tuesday and Thursday to Saturday, 9:00 – 19:00. Closed Wednesday and Sunday.', every(1, 2, 4, 5, 6)],
  [
    'Open Friday, 18:00 – 2:00; Saturday, 8:30 – 12:00 and 18:00 – midnight. Closed Monday to Thursday and Sunday.',
    [...day(5, ['18:00', '24:00']), ...day(6, ['00:00', '02:00'], ['08:30', '12:00'], ['18:00', '24:00'])],
  ],
])('says “%s” in English', (sentence, week) => {
  expect(plain(inLanguage('en', () => hoursSentence(week)))).toBe(sentence);
});

it('says what is different in English', () => {
  const closed = (reason: string | null, ...days: string[]) =>
    days.map((each) => ({ day: each, intervals: [], reason }));
  const exceptions = [
    ...closed('holidays', '2026-12-24', '2026-12-25', '2026-12-26'),
    ...closed(null, '2026-12-31', '2027-01-01'),
    ...closed(null, '2027-02-07', '2027-02-14', '2027-02-21'),
    { day: '2027-03-01', intervals: [{ opens: '10:00', closes: '12:00' }], reason: null },
  ];
  expect(plain(inLanguage('en', () => wholeSentence(every(1), true, exceptions)))).toBe(
    'Open Monday, 9:00 – 19:00. Closed Tuesday to Sunday. Open on public holidays as on other days. ' +
      'Closed from 24 to 26 December 2026: holidays. Closed on Thursday 31 December 2026 and Friday 1 January 2027. ' +
      'Closed on Sundays 7, 14 and 21 February 2027. Open on Monday 1 March 2027, 10:00 – 12:00.',
  );
});

it('says what is different, days together', () => {
  const closed = (reason: string | null, ...days: string[]) =>
    days.map((each) => ({ day: each, intervals: [], reason }));
  const sundays = ['2026-11-29', '2026-12-06', '2026-12-13'].map((each) => ({
    day: each,
    intervals: [{ opens: '10:00', closes: '18:00' }],
    reason: 'avant Noël',
  }));
  const exceptions = [
    ...sundays,
    ...closed('congés', '2026-12-24', '2026-12-25', '2026-12-26'),
    ...closed(null, '2027-01-02'),
    ...closed('inventaire', '2027-01-30', '2027-01-31', '2027-02-01'),
  ];
  expect(plain(wholeSentence(every(1, 2, 3, 4, 5, 6), false, exceptions))).toBe(
    'Ouvert du lundi au samedi, 9 h – 19 h. Fermé le dimanche. Fermé les jours fériés. ' +
      'Ouvert les dimanches 29 novembre, 6 et 13 décembre 2026, 10 h – 18 h : avant Noël. ' +
      'Fermé du 24 au 26 décembre 2026 : congés. Fermé le samedi 2 janvier 2027. ' +
      'Fermé du 30 janvier au 1er février 2027 : inventaire.',
  );
});

const wall = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Up to three intervals a day on five-minute steps; now and then a night. */
const someDay = fc
  .uniqueArray(fc.integer({ min: 30, max: 230 }), { minLength: 0, maxLength: 6 })
  .map((places) => places.map((place) => place * 5).toSorted((a, b) => a - b))
  .map((points) => points.slice(0, points.length - (points.length % 2)))
  .map((points) => points.flatMap((opens, i) => (i % 2 === 0 ? [[wall(opens), wall(points[i + 1]!)] as const] : [])));
const someNight = fc.option(fc.constantFrom(['20:00', '02:00'] as const, ['22:15', '00:00'] as const), { freq: 4 });
const someWeek = fc.array(fc.tuple(someDay, someNight), { minLength: 7, maxLength: 7 });

it('reads back every week that it says', async () => {
  await fc.assert(
    fc.asyncProperty(someWeek, async (days) => {
      const typed = days.flatMap(([own, night], i) =>
        [...own, ...(night ? [night] : [])].map(([opens, closes]) => ({ weekday: i + 1, opens, closes })),
      );
      const parsed = openingHoursInput.safeParse(typed);
      fc.pre(parsed.success && parsed.data.length > 0);
      const sentence = hoursSentence(parsed.data);
      const reading = await readHours(sentence);
      expect({ sentence, verdict: reading.verdict, hours: hoursSentence(reading.week) }).toEqual({
        sentence,
        verdict: 'full',
        hours: sentence,
      });
    }),
    { numRuns: 200 },
  );
});

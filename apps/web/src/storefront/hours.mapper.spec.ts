import { Temporal } from 'temporal-polyfill';
import { OpeningCalendar } from '#libs/pickup';
import { openingNow } from './hours.mapper.js';

const hours = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '09:00', closes: '12:30' }));
const calendar = new OpeningCalendar({ hours, exceptions: [], openOnHolidays: false, isHoliday: () => false });

/** 24 November 2026 is a Tuesday. */
it.each([
  ['2026-11-24T08:00:00Z', { text: 'Ouvert jusqu’à 12\u00a0h\u00a030', isOpen: true }],
  ['2026-11-24T05:00:00Z', { text: 'Fermé, ouvre aujourd’hui à 9\u00a0h', isOpen: false }],
  ['2026-11-24T12:00:00Z', { text: 'Fermé, ouvre demain à 9\u00a0h', isOpen: false }],
  ['2026-11-27T12:00:00Z', { text: 'Fermé, ouvre lundi 30\u00a0novembre à 9\u00a0h', isOpen: false }],
])('at %s the door says so', (now, said) => {
  expect(openingNow({ calendar, closure: null }, { hours }, Temporal.Instant.from(now))).toEqual(said);
});

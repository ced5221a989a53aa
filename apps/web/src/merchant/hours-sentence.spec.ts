import type { WeeklyInterval } from '#libs/shops';
import { hoursSentence } from './hours-sentence.js';

const day = (weekday: number, ...times: [string, string][]): WeeklyInterval[] =>
  times.map(([opens, closes]) => ({ weekday, opens, closes }));
const every = (...days: number[]): WeeklyInterval[] => days.flatMap((weekday) => day(weekday, ['09:00', '19:00']));
const said = (week: WeeklyInterval[]): string => hoursSentence(week).replaceAll('\u00a0', ' ');

it.each<[string, WeeklyInterval[]]>([
  ['', []],
  ['Ouvert tous les jours de 9 h à 19 h.', every(1, 2, 3, 4, 5, 6, 7)],
  ['Ouvert du mardi au samedi de 9 h à 19 h. Fermé le lundi et le dimanche.', every(2, 3, 4, 5, 6)],
  [
    'Ouvert le lundi et le mardi de 9 h à 19 h, le samedi de 8 h 30 à 12 h et de 14 h à 17 h. Fermé du mercredi au vendredi et le dimanche.',
    [...every(1, 2), ...day(6, ['08:30', '12:00'], ['14:00', '17:00'])],
  ],
])('says « %s »', (sentence, week) => {
  expect(said(week)).toBe(sentence);
});

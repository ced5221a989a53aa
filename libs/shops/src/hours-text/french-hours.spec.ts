import type { WeeklyInterval } from '../weekly-interval.js';
import { readFrenchHours } from './french-hours.js';
import type { UnreadReason } from './hours-reading.js';

const DAYS = ['', 'lu', 'ma', 'me', 'je', 've', 'sa', 'di'];

/** « lu 9:00-12:00 14:00-19:00 » for each day that is open. */
const said = (week: readonly WeeklyInterval[]): string =>
  [1, 2, 3, 4, 5, 6, 7]
    .map((day) => ({ day, own: week.filter(({ weekday }) => weekday === day) }))
    .filter(({ own }) => own.length > 0)
    .map(({ day, own }) => `${DAYS[day]} ${own.map(({ opens, closes }) => `${opens}-${closes}`).join(' ')}`)
    .join(', ');

const days = (list: string, times: string): string =>
  list
    .split(' ')
    .map((day) => `${day} ${times}`)
    .join(', ');

const PAUSE = '09:00-12:30 14:00-19:00';

it.each<[string, string]>([
  ['9h-12h30 14h-19h du mardi au samedi', days('ma me je ve sa', PAUSE)],
  ['9h-12h30 et 14h-19h sauf dimanche', days('lu ma me je ve sa', PAUSE)],
  [
    'lun-ven 8h30 à 12h / 13h30 à 18h, sam 9h-12h',
    `${days('lu ma me je ve', '08:30-12:00 13:30-18:00')}, sa 09:00-12:00`,
  ],
  ['de 10h à 19h non stop, du lundi au vendredi', days('lu ma me je ve', '10:00-19:00')],
  ['Tous les jours sauf mercredi, de 10h à midi et de 14h à 18h', days('lu ma je ve sa di', '10:00-12:00 14:00-18:00')],
  ['8-12h 14-18h sauf dimanche', days('lu ma me je ve sa', '08:00-12:00 14:00-18:00')],
  ['Fermé le lundi. Ouvert de 9 h à 12 h 30 et de 14 h à 19 h.', days('ma me je ve sa di', PAUSE)],
  ['9h-12h30 / 14h-19h sauf lundi matin et dimanche', `lu 14:00-19:00, ${days('ma me je ve sa', PAUSE)}`],
  ['vendredi 18h-2h', 've 18:00-24:00, sa 00:00-02:00'],
  ['dimanche 22h à 4h', 'lu 00:00-04:00, di 22:00-24:00'],
  ['Lundi au vendredi 9h-18h. Samdi 9h-12h', `${days('lu ma me je ve', '09:00-18:00')}, sa 09:00-12:00`],
  ['mardi au samedi 8h30-12h; mercredi 8h-19h', `ma 08:30-12:00, me 08:00-19:00, ${days('je ve sa', '08:30-12:00')}`],
  ['24h/24 et 7j/7', ''],
  ['Ouvert 7j/7, 24h/24', days('lu ma me je ve sa di', '00:00-24:00')],
])('reads « %s » whole', (text, week) => {
  const reading = readFrenchHours(text);
  if (week === '') return expect(reading.verdict).toBe('full');
  expect([reading.verdict, said(reading.week), reading.unread]).toEqual(['full', week, []]);
});

it.each<[string, UnreadReason]>([
  ['9h-12h et 14h-19h', 'days_missing'],
  ['du mardi au samedi', 'hours_missing'],
  ['du 1er sept au 31 mai 9h-12h', 'nth'],
  ['lundi 9h, 12h', 'times'],
  ['lundi 14h-12h', 'times'],
  ['lundi 9h-5h', 'times'],
  ['lundi à partir de 9h', 'open_end'],
  ['mardi 9h-12h sur rendez-vous', 'appointment'],
  ['tous les jours 9h-12h 14h-18h sauf dimanche et lundi matin', 'half_day'],
  ['ma boutique 9h-12h', 'days_missing'],
  ['lundi au jeudi ouvert de 9h à 18h, fermé de 12h à 14h', 'times'],
  ['Mardi 9h-12h Jeudi : / Vendredi : 9h-12h', 'hours_missing'],
  ['du lundi au vndrd 9h-12h', 'order'],
  ['en saison lundi 9h-12h, hors saison lundi 9h-10h', 'season'],
])('hands « %s » back: %s', (text, reason) => {
  const reading = readFrenchHours(text);
  expect(reading.verdict).not.toBe('full');
  expect(reading.unread.map((each) => each.reason)).toContain(reason);
});

it('keeps what is true beside what it hands back, word for word', () => {
  const reading = readFrenchHours('Vente à la ferme le vendredi de 14h à 19h et le lundi sur rendez-vous');
  expect(said(reading.week)).toBe('ve 14:00-19:00');
  expect(reading.unread).toEqual([
    { text: 'Vente à la ferme', reason: 'words' },
    { text: 'lundi sur rendez-vous', reason: 'appointment' },
  ]);
});

it('reads closed days and public holidays without any hours', () => {
  expect(readFrenchHours('fermé le lundi et jours fériés')).toMatchObject({
    verdict: 'partial',
    week: [],
    closedDays: [1],
    holidays: 'closed',
    unread: [],
  });
});

it('takes a text of a thousand signs in no time', () => {
  const start = performance.now();
  for (const text of [
    'lundi '.repeat(160),
    '9h-12h '.repeat(140),
    'un '.repeat(330),
    ' '.repeat(1000),
    '1'.repeat(1000),
  ]) {
    readFrenchHours(text);
  }
  expect(performance.now() - start).toBeLessThan(1000);
});

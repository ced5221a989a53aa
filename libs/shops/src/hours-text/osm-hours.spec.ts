import { readHours } from './read-hours.js';

const everyDay = [1, 2, 3, 4, 5, 6, 7];

it('reads a week of OpenStreetMap, nights cut at midnight, holidays beside it', async () => {
  const reading = await readHours('Mo-Th 09:00-12:30,14:00-19:00; Fr 18:00-02:00; Su,PH off');
  expect(reading).toEqual({
    verdict: 'full',
    week: [
      ...[1, 2, 3, 4].flatMap((weekday) => [
        { weekday, opens: '09:00', closes: '12:30' },
        { weekday, opens: '14:00', closes: '19:00' },
      ]),
      { weekday: 5, opens: '18:00', closes: '24:00' },
      { weekday: 6, opens: '00:00', closes: '02:00' },
    ],
    closedDays: [7],
    holidays: 'closed',
    unread: [],
  });
});

it('takes times alone for every day only where the text is known to be OpenStreetMap’s', async () => {
  const week = everyDay.map((weekday) => ({ weekday, opens: '08:00', closes: '12:00' }));
  expect(await readHours('08:00-12:00', { isOsm: true })).toMatchObject({ verdict: 'full', week });
  expect(await readHours('08:00-12:00')).toMatchObject({ verdict: 'refused', unread: [{ reason: 'days_missing' }] });
});

it.each([
  ['Mo-Su sunrise-sunset', 'sun'],
  ['week 1-26 Mo-Fr 09:00-18:00', 'weeks'],
  ['Apr-Sep Mo-Fr 09:00-18:00', 'dates'],
  ['Sa[1] 09:00-12:00', 'nth'],
  ['Mo-Fr 09:00+', 'open_end'],
  ['Mo-Fr 09:00-18:00 "sur rendez-vous"', 'comment'],
  ['SH Mo-Fr 09:00-18:00', 'school'],
  ['PH 09:00-12:00', 'holiday_hours'],
  ['Mo-Fr 25:00-27:61', 'syntax'],
])('says what it cannot hold of « %s »: %s', async (text, reason) => {
  expect(await readHours(text, { isOsm: true })).toMatchObject({
    verdict: 'refused',
    week: [],
    unread: [{ text, reason }],
  });
});

it('refuses a text that is far too long', async () => {
  const reading = await readHours('lundi 9h-12h '.repeat(100));
  expect(reading).toMatchObject({ verdict: 'refused', unread: [{ reason: 'words' }] });
});

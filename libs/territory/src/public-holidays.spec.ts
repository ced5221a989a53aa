import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { publicHoliday, publicHolidays } from './public-holidays.js';

const EASTER_MONDAYS =
  '2020-04-13 2021-04-05 2022-04-18 2023-04-10 2024-04-01 2025-04-21 2026-04-06 2027-03-29 2028-04-17 2029-04-02 2030-04-22';

const written = (year: number, departement?: string): string[] =>
  publicHolidays(year, departement).map((day) => `${day.date.toString()} ${day.nameFr}`);

describe('public holidays', () => {
  it('are the eleven of 2026', () => {
    expect(written(2026)).toEqual([
      '2026-01-01 1er janvier',
      '2026-04-06 Lundi de Pâques',
      '2026-05-01 1er mai',
      '2026-05-08 8 mai',
      '2026-05-14 Ascension',
      '2026-05-25 Lundi de Pentecôte',
      '2026-07-14 14 juillet',
      '2026-08-15 Assomption',
      '2026-11-01 Toussaint',
      '2026-11-11 11 novembre',
      '2026-12-25 Jour de Noël',
    ]);
  });

  it.each(EASTER_MONDAYS.split(' '))('put Easter Monday on %s', (day) => {
    expect(publicHoliday(Temporal.PlainDate.from(day))?.nameFr).toBe('Lundi de Pâques');
  });

  it('know the two days of Alsace and Moselle', () => {
    expect(written(2026, '57').filter((day) => !written(2026).includes(day))).toEqual([
      '2026-04-03 Vendredi saint',
      '2026-12-26 Saint-Étienne',
    ]);
    expect(written(2026, '37')).toEqual(written(2026));
  });

  it('answer one date', () => {
    expect(publicHoliday(Temporal.PlainDate.from('2026-07-15'))).toBeNull();
    expect(publicHoliday(Temporal.PlainDate.from('2008-05-01'))?.nameFr).toBe('1er mai et Ascension');
    expect(() => publicHolidays(2026.5)).toThrow(RangeError);
  });
});

const corpus = process.env['CORPUS_DIR'];
const official = corpus ? join(resolve(corpus), 'opening_hours/jours_feries_metropole.csv') : '';
if (!corpus) console.log('skipped: CORPUS_DIR not set');

(corpus ? describe : describe.skip)('the official list of 2006 to 2031', () => {
  it('is what is computed', () => {
    const lines = readFileSync(official, 'utf8').trim().split(/\r?\n/).slice(1);
    const rows = lines.map((line) => line.split(','));
    const years = [...new Set(rows.map(([, year]) => Number(year)))];
    expect(years).toHaveLength(26);
    const computed = years.flatMap((year) => written(year)).sort();
    expect(computed).toEqual(rows.map(([date, , , name]) => `${date} ${name}`).sort());
  });
});

import { Temporal } from 'temporal-polyfill';

interface HolidayName {
  nameFr: string;
  nameEn: string;
}

export interface PublicHoliday extends HolidayName {
  date: Temporal.PlainDate;
}

/** Bas-Rhin, Haut-Rhin, Moselle: local law adds two days (code du travail, L. 3134-13). */
const ALSACE_MOSELLE = new Set(['57', '67', '68']);

const FIXED: [month: number, day: number, nameFr: string, nameEn: string][] = [
  [1, 1, '1er janvier', 'New Year’s Day'],
  [5, 1, '1er mai', 'Labour Day'],
  [5, 8, '8 mai', 'Victory Day'],
  [7, 14, '14 juillet', 'Bastille Day'],
  [8, 15, 'Assomption', 'Assumption'],
  [11, 1, 'Toussaint', 'All Saints’ Day'],
  [11, 11, '11 novembre', 'Armistice Day'],
  [12, 25, 'Jour de Noël', 'Christmas Day'],
];

const AFTER_EASTER: [days: number, nameFr: string, nameEn: string][] = [
  [1, 'Lundi de Pâques', 'Easter Monday'],
  [39, 'Ascension', 'Ascension Day'],
  [50, 'Lundi de Pentecôte', 'Whit Monday'],
];

/**
 * The public holidays of metropolitan France in a year (code du travail, L. 3133-1), by date; two may share one.
 * `departement` 57, 67 or 68 adds Good Friday (there law where the commune has a Protestant church) and 26 December.
 * Overseas days of abolition are not covered. Throws a RangeError for a year that is not of 1583 to 9999.
 */
export function publicHolidays(year: number, departement?: string): PublicHoliday[] {
  const easter = easterSunday(year);
  const days = [
    ...FIXED.map(([month, day, nameFr, nameEn]) => ({
      date: Temporal.PlainDate.from({ year, month, day }),
      nameFr,
      nameEn,
    })),
    ...AFTER_EASTER.map(([days, nameFr, nameEn]) => ({ date: easter.add({ days }), nameFr, nameEn })),
  ];
  if (departement !== undefined && ALSACE_MOSELLE.has(departement)) {
    days.push({ date: easter.subtract({ days: 2 }), nameFr: 'Vendredi saint', nameEn: 'Good Friday' });
    days.push({
      date: Temporal.PlainDate.from({ year, month: 12, day: 26 }),
      nameFr: 'Saint-Étienne',
      nameEn: 'Saint Stephen’s Day',
    });
  }
  return days.sort((a, b) => Temporal.PlainDate.compare(a.date, b.date));
}

/** The public holiday on a date, or null. Two on one day (1 May 2008) are named together. */
export function publicHoliday(date: Temporal.PlainDate, departement?: string): PublicHoliday | null {
  const same = publicHolidays(date.year, departement).filter((day) => day.date.equals(date));
  if (same.length === 0) return null;
  return {
    date,
    nameFr: same.map((day) => day.nameFr).join(' et '),
    nameEn: same.map((day) => day.nameEn).join(' and '),
  };
}

/** Gregorian Easter by the Meeus/Jones/Butcher algorithm. */
function easterSunday(year: number): Temporal.PlainDate {
  if (!Number.isInteger(year) || year < 1583 || year > 9999) throw new RangeError(`No Gregorian year: ${year}`);
  const a = year % 19;
  const century = Math.floor(year / 100);
  const c = year % 100;
  const f = Math.floor((century + 8) / 25);
  const g = Math.floor((century - f + 1) / 3);
  const h = (19 * a + century - Math.floor(century / 4) - g + 15) % 30;
  const l = (32 + 2 * (century % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return Temporal.PlainDate.from({ year, month: Math.floor(n / 31), day: (n % 31) + 1 });
}

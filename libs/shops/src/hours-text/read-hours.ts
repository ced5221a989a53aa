import { readFrenchHours } from './french-hours.js';
import { type HoursReading, reading } from './hours-reading.js';
import { isOsmHours, readOsmHours } from './osm-hours.js';

/** Longer texts are no opening hours. Characters. */
export const LONGEST_HOURS_TEXT = 1000;

/**
 * Opening hours out of a text, as people in France write them or as OpenStreetMap does; which of the two is seen by itself, and
 * `isOsm` says so where it is known (there, hours without days are those of every day). Nothing is guessed: a file takes `full`
 * readings alone, a person is shown the others and decides.
 */
export async function readHours(text: string, { isOsm = false }: { isOsm?: boolean } = {}): Promise<HoursReading> {
  const typed = text.normalize('NFC').trim();
  if (typed.length > LONGEST_HOURS_TEXT) {
    return reading({
      week: [],
      closedDays: [],
      holidays: null,
      unread: [{ text: `${typed.slice(0, 60)}…`, reason: 'words' }],
    });
  }
  return isOsm || isOsmHours(typed) ? readOsmHours(typed) : readFrenchHours(typed);
}

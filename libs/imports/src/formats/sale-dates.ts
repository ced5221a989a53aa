import { Clock } from '#libs/kernel';

/** Whether today, in the shop's time zone, lies between two days of a file; a blank or unreadable one does not bound. */
export function isSaleCurrent(starts: string, ends: string): boolean {
  const today = Clock.now().toZonedDateTimeISO('Europe/Paris').toPlainDate().toString();
  const [first, last] = [isoDay(starts), isoDay(ends)];
  return (first === null || first <= today) && (last === null || today <= last);
}

/**
 * The day in `2026-12-01 00:00:00`, `01/12/2026` (day first) or `12/1/26, 12:00 AM` (month first: two digits for the year are
 * the mark of an American one), as ISO. Null when there is none, `0000-00-00` included.
 */
function isoDay(text: string): string | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  if (iso) return iso[1] === '0000' ? null : iso[0];
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})(?!\d)(.*)$/.exec(text);
  if (!slashed) return null;
  const [, a = '', b = '', year = '', rest = ''] = slashed;
  const isAmerican = year.length === 2 || /[ap]m\b/i.test(rest);
  const [day, month] = isAmerican ? [b, a] : [a, b];
  return `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

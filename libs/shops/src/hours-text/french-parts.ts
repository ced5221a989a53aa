import type { DayAtom, Item } from './french-items.js';

/** Items with « fermé » and « sauf » joined to the days they speak of. */
export type Part = Item | { kind: 'off' | 'minus'; atoms: DayAtom[]; start: number; end: number };

/** Whether the hours stand before their days (« 9h-12h du mardi au samedi »). */
export function isTimesFirst(found: readonly Item[]): boolean {
  for (let i = 0; i < found.length; i++) {
    const { kind } = found[i]!;
    if (kind === 'times') return true;
    if (kind === 'days') return false;
    if (kind !== 'closed' && kind !== 'except') continue;
    const next = nextOf(found, i);
    if (found[next]?.kind === 'days') i = next;
  }
  return false;
}

const nextOf = (found: readonly Item[], at: number): number =>
  found.findIndex((item, i) => i > at && item.kind !== 'colon' && item.kind !== 'open');

export function parts(found: readonly Item[], timesFirst: boolean): Part[] {
  const result: Part[] = [];
  for (let i = 0; i < found.length; i++) {
    const item = found[i]!;
    if (item.kind !== 'closed' && item.kind !== 'except') {
      result.push(item);
      continue;
    }
    const hours = found[nextOf(found, i)];
    if (hours && isHours(hours)) {
      result.push({ kind: 'odd', reason: 'times', start: item.start, end: hours.end });
      i = found.indexOf(hours);
      continue;
    }
    const before = item.kind === 'closed' ? daysBefore(result) : null;
    const after = daysAfter(found, i);
    if (before && (!timesFirst || !after)) {
      result.splice(before.at, Infinity, { ...before.days, kind: 'off', end: item.end });
    } else if (after && after.count > 0) {
      result.push({
        kind: item.kind === 'closed' ? 'off' : 'minus',
        atoms: after.atoms,
        start: item.start,
        end: after.end,
      });
      i = after.last;
    } else result.push({ kind: 'odd', reason: after ? 'order' : 'words', start: item.start, end: item.end });
  }
  return result;
}

/** « fermeture à 16 h », « fermé de 12 h à 14 h »: about a time, not about a day. */
const isHours = (item: Item): boolean =>
  item.kind === 'times' || (item.kind === 'odd' && (item.reason === 'times' || item.reason === 'open_end'));

type Days = Part & { kind: 'days' };

function daysBefore(result: readonly Part[]): { days: Days; at: number } | null {
  const at = result.findLastIndex(({ kind }) => kind !== 'colon');
  const days = result[at];
  return days?.kind === 'days' ? { days, at } : null;
}

/** The days that follow; the last ones are left to the hours that stand right behind them (count 0: nothing remains). */
function daysAfter(found: readonly Item[], at: number) {
  const days: (Item & { kind: 'days' })[] = [];
  let i = nextOf(found, at);
  const places: number[] = [];
  for (let item = found[i]; item?.kind === 'days'; item = found[++i]) {
    days.push(item);
    places.push(i);
  }
  if (days.length === 0) return null;
  const isClosing = found[at]!.kind === 'closed';
  const next = found[i]?.kind === 'colon' ? found[i + 1] : found[i];
  if (isClosing && next?.kind === 'times') {
    days.pop();
    places.pop();
  }
  const atoms = days.flatMap((item) => item.atoms);
  return { atoms, count: days.length, last: places.at(-1) ?? at, end: days.at(-1)?.end ?? found[at]!.end };
}

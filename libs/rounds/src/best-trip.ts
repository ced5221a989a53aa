import { travel, TRAVEL } from './travel.js';
import { firstVisit, MINUTE, type RoundStop, type Setting, type Trip, tripInOrder } from './trip.js';

/** As many shops as one round holds: the search looks at every set of them. */
export const MOST_STOPS = 10;

/** A way over some of the shops: when one may go on, and how long one was under way. */
interface Label {
  last: number;
  at: number;
  travel: number;
  before: Label | null;
}

/**
 * The trip that is over first, and of those the one with the least travel; null when no order of the shops meets a slot in
 * each. Exact for up to 10 shops: of the ways over one set of shops to one last shop only those are followed that no
 * other beats in both, and being earlier is never worse. All slots must be of one day. A tie goes to the order given.
 */
export function bestTrip(stops: readonly RoundStop[], setting: Setting): Trip | null {
  if (stops.length === 0 || stops.length > MOST_STOPS || stops.some(({ slots }) => slots.length === 0)) return null;
  const ways = waysBetween(stops, setting);
  const all = (1 << stops.length) - 1;
  const bySet = new Map<number, Label[]>([[0, [{ last: -1, at: setting.now, travel: 0, before: null }]]]);
  for (let set = 0; set < all; set++) {
    for (const label of bySet.get(set) ?? []) {
      for (const next of missing(set, stops.length)) keep(bySet, set | (1 << next), extended(label, next, stops, ways));
    }
  }
  const best = (bySet.get(all) ?? []).reduce<Label | null>((a, b) => (a && isBetter(a, b) ? a : b), null);
  return best && tripInOrder(orderOf(best, stops), setting);
}

const missing = (set: number, all: number): number[] =>
  Array.from({ length: all }, (_, i) => i).filter((i) => (set & (1 << i)) === 0);

/** Minutes between shops; in the last row those from the start. */
function waysBetween(stops: readonly RoundStop[], { from }: Setting): number[][] {
  const starts = [...stops.map(({ point }) => point), from];
  return starts.map((start) => stops.map(({ point }) => (start ? travel(start, point).minutes : 0)));
}

function extended(label: Label, next: number, stops: readonly RoundStop[], ways: number[][]): Label | null {
  const minutes = ways.at(label.last)![next]!;
  const visit = firstVisit(stops[next]!.slots, label.at + minutes * MINUTE);
  if (!visit) return null;
  const at = visit.arrival + TRAVEL.handoverMinutes * MINUTE;
  return { last: next, at, travel: label.travel + minutes, before: label.last < 0 ? null : label };
}

/** Drops what the new label beats, or the new label when another is as good. */
function keep(bySet: Map<number, Label[]>, set: number, label: Label | null): void {
  if (!label) return;
  const known = bySet.get(set) ?? [];
  const rivals = known.filter(({ last }) => last === label.last);
  if (rivals.some(({ at, travel }) => at <= label.at && travel <= label.travel)) return;
  const others = known.filter(({ last, at, travel }) => last !== label.last || at < label.at || travel < label.travel);
  bySet.set(set, [...others, label]);
}

const isBetter = (a: Label, b: Label): boolean => a.at < b.at || (a.at === b.at && a.travel <= b.travel);

function orderOf(label: Label, stops: readonly RoundStop[]): RoundStop[] {
  const order: RoundStop[] = [];
  for (let at: Label | null = label; at; at = at.before) order.unshift(stops[at.last]!);
  return order;
}

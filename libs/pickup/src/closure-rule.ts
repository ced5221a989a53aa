import type { WallInterval } from './wall-time.js';

/**
 * What a closure order of the region says of one shop: closed to the public from `from` to `until` (`YYYY-MM-DD`, both
 * included; null: until further notice). Orders are handed over at the door if it `collects`, not before `opens` nor
 * after `closes` (wall times; null: the shop's own hours), and each slot takes `capacity` of them at most.
 */
export interface ClosureRule {
  closureId: string;
  title: string;
  reason: string | null;
  from: string;
  until: string | null;
  collects: boolean;
  opens: string | null;
  closes: string | null;
  capacity: number;
}

/** The orders in force on a date (`YYYY-MM-DD`). Several may be: each of them is obeyed. */
export const closuresOn = (closures: readonly ClosureRule[], day: string): ClosureRule[] =>
  closures.filter(({ from, until }) => from <= day && (until === null || day <= until));

/** What is left of the hours: a closure order comes before an exception, a holiday and the week. */
export function cutByClosures(closures: readonly ClosureRule[], intervals: WallInterval[]): WallInterval[] {
  let left = intervals;
  for (const { collects, opens, closes } of closures) {
    if (!collects) return [];
    left = left
      .map((interval) => ({
        opens: opens !== null && opens > interval.opens ? opens : interval.opens,
        closes: closes !== null && closes < interval.closes ? closes : interval.closes,
      }))
      .filter((interval) => interval.opens < interval.closes);
  }
  return left;
}

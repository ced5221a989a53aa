import type { Commune } from './commune.js';
import type { Point } from './distance.js';
import type { Territory } from './territory.js';

/** Whether it is known where this commune is. */
export const hasPoint = (commune: Commune): commune is Commune & Point => commune.lat !== null && commune.lon !== null;

const known = new WeakMap<Territory, Point[][]>();

/** Outline of each department: the convex hull of the points of its communes. */
export function departmentOutlines(territory: Territory): Point[][] {
  const before = known.get(territory);
  if (before) return before;
  const byDepartment = Map.groupBy(territory.communes.filter(hasPoint), ({ departement }) => departement);
  const made = [...byDepartment.values()].map(hullOf);
  known.set(territory, made);
  return made;
}

/** Convex hull (Andrew's monotone chain). */
function hullOf(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a.lon - b.lon || a.lat - b.lat);
  const half = (ordered: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of ordered) {
      while (chain.length >= 2 && turn(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

const turn = (a: Point, b: Point, c: Point): number =>
  (b.lon - a.lon) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lon - a.lon);

import type { Point } from '#libs/territory';

export interface Dot {
  x: number;
  y: number;
}

/** SVG path of closed outlines. */
export const outlinePath = (outlines: readonly Point[][], at: (point: Point) => Dot): string =>
  outlines
    .map((outline) => outline.map(at))
    .map((dots) => `M${dots.map(({ x, y }) => `${x} ${y}`).join('L')}Z`)
    .join('');

/** Those whose names, of about 110 units by 18, do not lie on the name of one before. */
export const withoutCrowd = <T extends Dot>(towns: readonly T[]): T[] =>
  towns.filter((town, at) =>
    towns.slice(0, at).every((other) => Math.abs(other.y - town.y) > 18 || Math.abs(other.x - town.x) > 110),
  );

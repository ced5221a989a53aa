import type { Point } from '#libs/territory';
import type { Match } from './match-query.js';

/** Kilometres of one degree of latitude. */
const DEGREE_KM = 111.2;
/** Height of a cell in degrees of latitude: about 11 and 44 km. */
const SIZES = { s: 0.1, l: 0.4 } as const;
type Size = keyof typeof SIZES;

/** Cells narrow towards the poles in degrees, so that they stay about square: their columns depend on the row. */
function columnWidth(row: number, size: Size): number {
  const latitude = Math.min(85, Math.abs((row + 0.5) * SIZES[size]));
  return SIZES[size] / Math.cos((latitude * Math.PI) / 180);
}

const rowOf = (lat: number, size: Size): number => Math.floor(lat / SIZES[size]);
const columnOf = (lon: number, row: number, size: Size): number => Math.floor(lon / columnWidth(row, size));

/** The markers of the small and the large cell a point lies in. */
export const cellMarkers = (point: Point): string[] =>
  (['s', 'l'] as const).map((size) => {
    const row = rowOf(point.lat, size);
    return `cell=${size}:${row}:${columnOf(point.lon, row, size)}`;
  });

/** Matches every document within `radiusKm` and some farther ones: whole cells. Null beyond 100 km. */
export function cellsAround(point: Point, radiusKm: number): Match | null {
  if (radiusKm > 100) return null;
  const size: Size = radiusKm <= 16 ? 's' : 'l';
  const up = radiusKm / DEGREE_KM;
  const any: Match[] = [];
  for (let row = rowOf(point.lat - up, size); row <= rowOf(point.lat + up, size); row++) {
    const across = radiusKm / (DEGREE_KM * Math.cos((Math.min(85, Math.abs(point.lat) + up) * Math.PI) / 180));
    const last = columnOf(point.lon + across, row, size);
    for (let column = columnOf(point.lon - across, row, size); column <= last; column++)
      any.push({ marker: `cell=${size}:${row}:${column}` });
  }
  return { any };
}

import { departmentOutlines, hasPoint, type Point, type Territory } from '#libs/territory';
import { outlinePath, withoutCrowd } from '../http/map-drawing.js';

/** A commune on the map: as large as `count`, in the colour of `level` (0 to 3). */
export interface CommuneSpot {
  insee: string;
  count: number;
  level: number;
  label: string;
}

const WIDTH = 600;
const EDGE = 16;
const RADIUS = { least: 1.2, most: 18 };
const TOWNS = 10;

/** A dot for each commune that counts, over departments, the quiet dots of the others and the names of the largest towns. */
export function communeMap(spots: readonly CommuneSpot[], territory: Territory) {
  const placed = territory.communes.filter(hasPoint);
  if (placed.length === 0) return null;
  const { at, height } = projection(placed);
  const byCode = new Map(spots.filter(({ count }) => count > 0).map((spot) => [spot.insee, spot]));
  const most = Math.max(1, ...[...byCode.values()].map(({ count }) => count));
  const drawn = placed.flatMap((commune) => {
    const spot = byCode.get(commune.insee);
    if (!spot) return [];
    const r = round(RADIUS.least + 1.5 + Math.sqrt(spot.count / most) * (RADIUS.most - RADIUS.least));
    return [{ ...at(commune), r, level: spot.level, label: spot.label }];
  });
  const ground = placed.filter(({ insee }) => !byCode.has(insee)).map(at);
  const towns = placed.toSorted((a, b) => b.population - a.population).slice(0, TOWNS);
  return {
    width: WIDTH,
    height,
    outline: outlinePath(departmentOutlines(territory), at),
    ground: ground.map(({ x, y }) => `M${x} ${y}h0`).join(''),
    spots: drawn.sort((a, b) => b.r - a.r),
    towns: withoutCrowd(towns.map((commune) => ({ ...at(commune), name: commune.name }))),
  };
}

/** Plate carrée at the region's latitude. */
function projection(points: readonly Point[]) {
  const [lats, lons] = [points.map(({ lat }) => lat), points.map(({ lon }) => lon)];
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)];
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = (WIDTH - 2 * EDGE) / Math.max((east - west) * narrow, 0.01);
  const at = ({ lat, lon }: Point) => ({
    x: round(EDGE + (lon - west) * narrow * scale),
    y: round(EDGE + (north - lat) * scale),
  });
  return { at, height: Math.ceil((north - south) * scale + 2 * EDGE) };
}

const round = (value: number): number => Math.round(value * 10) / 10;

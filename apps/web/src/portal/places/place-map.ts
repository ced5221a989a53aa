import type { ShopPoint } from '#libs/search';
import { type Commune, departmentOutlines, hasPoint, type Point, type Territory } from '#libs/territory';
import { outlinePath, withoutCrowd } from '../../http/map-drawing.js';

const WIDTH = 640;
const HEIGHT = 420;
const PAD = 36;
/** Least height of what is shown, kilometres. */
const LEAST_KM = 6;
const KM_A_DEGREE = 111.2;
const TOWNS = 6;
const MARKS = 60;

/** What `partials/place-map.hbs` draws: the territory’s own points as ground, shops on it. */
export interface PlaceMap {
  width: number;
  height: number;
  /** SVG path of the departments’ outlines. */
  outline: string;
  communes: { x: number; y: number; r: number }[];
  towns: { x: number; y: number; name: string }[];
  shops: { x: number; y: number; isOpen: boolean }[];
}

/** A map around these shops and communes; null where nothing has a point. */
export function placeMap(
  points: readonly ShopPoint[],
  communes: readonly Commune[],
  territory: Territory,
): PlaceMap | null {
  const own = communes.filter(hasPoint);
  const spots: Point[] = [...points.filter((point) => isNear(point, own)), ...own];
  if (spots.length === 0) return null;
  const project = projection(spots);
  const inside = territory.communes
    .filter(hasPoint)
    .map((commune) => ({ commune, ...project(commune) }))
    .filter(isInside);
  const towns = inside.toSorted((a, b) => b.commune.population - a.commune.population).slice(0, TOWNS);
  return {
    width: WIDTH,
    height: HEIGHT,
    outline: outlinePath(departmentOutlines(territory), project),
    communes: inside.map(({ commune, x, y }) => ({ x, y, r: radiusOf(commune.population) })),
    towns: withoutCrowd(towns).map(({ commune, x, y }) => ({ x, y, name: commune.name })),
    shops: points
      .slice(0, MARKS)
      .map((point) => ({ ...project(point), isOpen: point.isOpen }))
      .filter(isInside),
  };
}

/** A shop whose point is far from its place does not stretch the map. */
const isNear = (point: Point, own: readonly Point[]): boolean =>
  own.length === 0 || own.some(({ lat, lon }) => Math.abs(lat - point.lat) < 0.2 && Math.abs(lon - point.lon) < 0.3);

function projection(spots: readonly Point[]): (spot: Point) => { x: number; y: number } {
  const lats = spots.map(({ lat }) => lat);
  const lons = spots.map(({ lon }) => lon);
  const middle = { lat: (Math.min(...lats) + Math.max(...lats)) / 2, lon: (Math.min(...lons) + Math.max(...lons)) / 2 };
  const across = Math.cos((middle.lat * Math.PI) / 180);
  const height = Math.max(Math.max(...lats) - Math.min(...lats), LEAST_KM / KM_A_DEGREE);
  const width = Math.max((Math.max(...lons) - Math.min(...lons)) * across, (LEAST_KM / KM_A_DEGREE) * (WIDTH / HEIGHT));
  const scale = Math.min((HEIGHT - 2 * PAD) / height, (WIDTH - 2 * PAD) / width);
  return ({ lat, lon }) => ({
    x: Math.round(WIDTH / 2 + (lon - middle.lon) * across * scale),
    y: Math.round(HEIGHT / 2 - (lat - middle.lat) * scale),
  });
}

const isInside = ({ x, y }: { x: number; y: number }): boolean => x >= 0 && x <= WIDTH && y >= 0 && y <= HEIGHT;

/** Grows with the root of the population: a village is a dot, a town a disc. */
const radiusOf = (population: number): number => Math.round(20 + Math.sqrt(population) * 0.35) / 10;

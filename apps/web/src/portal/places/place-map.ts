import type { ShopPoint } from '#libs/search';
import type { Commune, Territory } from '#libs/territory';

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

interface Spot {
  lat: number;
  lon: number;
}

/** A map around these shops and communes; null where nothing has a point. */
export function placeMap(
  points: readonly ShopPoint[],
  communes: readonly Commune[],
  territory: Territory,
): PlaceMap | null {
  const own = communes.filter(hasPoint);
  const spots: Spot[] = [...points.filter((point) => isNear(point, own)), ...own];
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
    outline: departmentsOf(territory)
      .map((hull) => pathOf(hull.map(project)))
      .join(''),
    communes: inside.map(({ commune, x, y }) => ({ x, y, r: radiusOf(commune.population) })),
    towns: apart(towns).map(({ commune, x, y }) => ({ x, y, name: commune.name })),
    shops: points
      .slice(0, MARKS)
      .map((point) => ({ ...project(point), isOpen: point.isOpen }))
      .filter(isInside),
  };
}

const hasPoint = (commune: Commune): commune is Commune & Spot => commune.lat !== null && commune.lon !== null;

/** A shop whose point is far from its place does not stretch the map. */
const isNear = (point: Spot, own: readonly Spot[]): boolean =>
  own.length === 0 || own.some(({ lat, lon }) => Math.abs(lat - point.lat) < 0.2 && Math.abs(lon - point.lon) < 0.3);

function projection(spots: readonly Spot[]): (spot: Spot) => { x: number; y: number } {
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

const apart = <T extends { x: number; y: number }>(towns: T[]): T[] =>
  towns.filter((town, at) =>
    towns.slice(0, at).every((other) => Math.abs(other.y - town.y) > 18 || Math.abs(other.x - town.x) > 110),
  );

const hulls = new WeakMap<Territory, Spot[][]>();

/** Outline of each department, from the points of its communes. */
export function departmentsOf(territory: Territory): Spot[][] {
  const known = hulls.get(territory);
  if (known) return known;
  const byDepartment = Map.groupBy(territory.communes.filter(hasPoint), ({ departement }) => departement);
  const made = [...byDepartment.values()].map(hullOf);
  hulls.set(territory, made);
  return made;
}

/** Convex hull (Andrew's monotone chain). */
function hullOf(spots: readonly Spot[]): Spot[] {
  const sorted = spots.toSorted((a, b) => a.lon - b.lon || a.lat - b.lat);
  const half = (ordered: readonly Spot[]): Spot[] => {
    const chain: Spot[] = [];
    for (const spot of ordered) {
      while (chain.length >= 2 && turn(chain.at(-2)!, chain.at(-1)!, spot) <= 0) chain.pop();
      chain.push(spot);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

const turn = (a: Spot, b: Spot, c: Spot): number =>
  (b.lon - a.lon) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lon - a.lon);

const pathOf = (points: { x: number; y: number }[]): string => `M${points.map(({ x, y }) => `${x} ${y}`).join('L')}Z`;

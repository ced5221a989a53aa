import { type Commune, distanceKm, loadTerritory, type Point, type Territory } from '#libs/territory';
import type { AreaMap, AreaPlace } from '#libs/themes';

const WIDTH = 480;
const HEIGHT = 300;
const MARGIN = 28;
/** Names on the map; more would be a road map. */
const MOST_PLACES = 7;
/** Room of a name: units a letter, and between two lines. */
const LETTER = 8.2;
const LINE = 22;
const DOT = 10;

/** Where a shop is among the larger communes around it, from their own points. Null without a point of the shop's. */
export function areaMap(regionCode: string, shop: { lat: number | null; lon: number | null }): AreaMap | null {
  const { lat, lon } = shop;
  if (lat === null || lon === null) return null;
  const here = { lat, lon };
  const territory = loadTerritory(regionCode);
  const near = nearest(territory, here);
  const isSparse = near.filter((commune) => distanceKm(commune, here) < 16).length < 6;
  const [innerKm, radiusKm] = isSparse ? [10, 30] : [5, 16];
  const scale = (HEIGHT / 2 - MARGIN) / radiusKm;
  const rings = [innerKm, radiusKm].map((km) => ({
    radius: round(km * scale),
    label: `${km} km`,
    labelY: round(HEIGHT / 2 - km * scale - 6),
  }));
  return { width: WIDTH, height: HEIGHT, x: WIDTH / 2, y: HEIGHT / 2, rings, places: placed(near, here, scale) };
}

const round = (n: number): number => Math.round(n * 10) / 10;

type Located = Commune & Point;
const isLocated = (commune: Commune): commune is Located => commune.lat !== null && commune.lon !== null;

/** The larger communes within 30 km, the largest first. */
function nearest({ communes }: Territory, here: Point): Located[] {
  return communes
    .filter(isLocated)
    .filter((commune) => distanceKm(commune, here) < 30)
    .toSorted((a, b) => b.population - a.population);
}

interface Box {
  left: number;
  right: number;
  y: number;
}

/** Those whose name finds room, the largest first. */
function placed(communes: Located[], here: Point, scale: number): AreaPlace[] {
  const pin: Box = { left: WIDTH / 2 - 26, right: WIDTH / 2 + 26, y: HEIGHT / 2 - 14 };
  const scaleWords = [pin.y - 44, MARGIN - 6].map((y): Box => ({ left: WIDTH / 2 - 24, right: WIDTH / 2 + 24, y }));
  const taken = [pin, ...scaleWords];
  const places: AreaPlace[] = [];
  for (const commune of communes) {
    if (places.length === MOST_PLACES) break;
    const place = placeOf(commune, here, scale, taken);
    if (place) places.push(place);
  }
  return places;
}

function placeOf({ name, lat, lon }: Located, here: Point, scale: number, taken: Box[]): AreaPlace | null {
  const kmEast = distanceKm({ lat: here.lat, lon }, here) * Math.sign(lon - here.lon);
  const kmNorth = distanceKm({ lat, lon: here.lon }, here) * Math.sign(lat - here.lat);
  const [x, y] = [round(WIDTH / 2 + kmEast * scale), round(HEIGHT / 2 - kmNorth * scale)];
  if (y < MARGIN || y > HEIGHT - MARGIN) return null;
  const sides = x > WIDTH / 2 ? (['end', 'start'] as const) : (['start', 'end'] as const);
  for (const anchor of sides) {
    const textX = round(anchor === 'start' ? x + DOT : x - DOT);
    const box = boxOf(x, textX, y, name.length * LETTER);
    const isFree = taken.every(
      (other) => Math.abs(other.y - y) > LINE || other.right < box.left || other.left > box.right,
    );
    if (box.left < 8 || box.right > WIDTH - 8 || !isFree) continue;
    taken.push(box);
    return { label: name, x, y, textX, anchor };
  }
  return null;
}

const boxOf = (x: number, textX: number, y: number, length: number): Box => ({
  left: Math.min(x - DOT, textX > x ? x : textX - length),
  right: Math.max(x + DOT, textX > x ? textX + length : x),
  y,
});

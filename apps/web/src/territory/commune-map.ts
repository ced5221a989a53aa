import type { Territory } from '#libs/territory';

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

/** A dot for each commune that counts, over the quiet dots of the others. Plate carrée at the region's latitude. */
export function communeMap(spots: readonly CommuneSpot[], { communes }: Territory) {
  const placed = communes.flatMap(({ insee, lat, lon }) => (lat === null || lon === null ? [] : [{ insee, lat, lon }]));
  if (placed.length === 0) return null;
  const [west, east] = [Math.min(...placed.map(({ lon }) => lon)), Math.max(...placed.map(({ lon }) => lon))];
  const [south, north] = [Math.min(...placed.map(({ lat }) => lat)), Math.max(...placed.map(({ lat }) => lat))];
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = (WIDTH - 2 * EDGE) / Math.max((east - west) * narrow, 0.01);
  const at = (lat: number, lon: number) => ({
    x: round(EDGE + (lon - west) * narrow * scale),
    y: round(EDGE + (north - lat) * scale),
  });
  const byCode = new Map(spots.filter(({ count }) => count > 0).map((spot) => [spot.insee, spot]));
  const most = Math.max(1, ...[...byCode.values()].map(({ count }) => count));
  const drawn = placed.flatMap(({ insee, lat, lon }) => {
    const spot = byCode.get(insee);
    if (!spot) return [];
    const r = round(RADIUS.least + 1.5 + Math.sqrt(spot.count / most) * (RADIUS.most - RADIUS.least));
    return [{ ...at(lat, lon), r, level: spot.level, label: spot.label }];
  });
  const ground = placed.filter(({ insee }) => !byCode.has(insee)).map(({ lat, lon }) => at(lat, lon));
  return {
    width: WIDTH,
    height: Math.ceil((north - south) * scale + 2 * EDGE),
    ground: ground.map(({ x, y }) => `M${x} ${y}h0`).join(''),
    spots: drawn.sort((a, b) => b.r - a.r),
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;

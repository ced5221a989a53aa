import type { FigureRow } from '#libs/figures';
import type { Territory } from '#libs/territory';
import { shareOf } from './figures.mapper.js';

interface Spot {
  x: number;
  y: number;
  r: number;
  /** 0 to 3: nobody, under 30 %, under 60 %, 60 % and more of the shops on the portal are open. */
  level: number;
  label: string;
}

const WIDTH = 600;
const EDGE = 16;
const RADIUS = { least: 1.2, most: 18 };
const LEVELS = [0, 30, 60];

/** A dot for each commune that has shops, as large as they are many, over the quiet dots of the others. Plate carrée at the region's latitude. */
export function figureMap(rows: readonly FigureRow[], { communes }: Territory) {
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
  const byCode = new Map(rows.filter(({ portal }) => portal > 0).map((row) => [row.key, row]));
  const most = Math.max(1, ...[...byCode.values()].map(({ portal }) => portal));
  const spots = placed.flatMap(({ insee, lat, lon }): Spot[] => {
    const row = byCode.get(insee);
    if (!row) return [];
    const r = round(RADIUS.least + 1.5 + Math.sqrt(row.portal / most) * (RADIUS.most - RADIUS.least));
    return [{ ...at(lat, lon), r, level: levelOf(row), label: `${row.label} : ${row.open} / ${row.portal}` }];
  });
  const ground = placed.filter(({ insee }) => !byCode.has(insee)).map(({ lat, lon }) => at(lat, lon));
  return {
    width: WIDTH,
    height: Math.ceil((north - south) * scale + 2 * EDGE),
    ground: ground.map(({ x, y }) => `M${x} ${y}h0`).join(''),
    spots: spots.sort((a, b) => b.r - a.r),
  };
}

function levelOf({ open, portal }: FigureRow): number {
  const share = shareOf(open, portal) ?? 0;
  return share === 0 ? 0 : LEVELS.filter((least) => share >= least).length;
}

const round = (value: number): number => Math.round(value * 10) / 10;

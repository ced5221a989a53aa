import type { Point } from '#libs/territory';
import { metresText } from './trip.mapper.js';

interface Mark {
  x: number;
  y: number;
  label: string;
}

/** A drawing of the round, in units of its own `width` and `height`; text is drawn at 16 units. */
export interface RoundMap {
  width: number;
  height: number;
  /** The way from mark to mark, as points of a polyline. */
  way: string;
  start: Mark | null;
  stops: Mark[];
  scale: { x: number; y: number; width: number; label: string };
  north: { x: number; y: number };
}

const WIDTH = 360;
const HEIGHT = 300;
const MARGIN = 44;
const METRES_PER_DEGREE = 111_195;
/** A map of one place is 400 m wide, so that it has a scale at all. */
const LEAST_METRES = 400;
const APART = 34;

/** Stops at their places, north up, in one scale for both directions; marks that would cover one another stand side by side. */
export function roundMap(stops: { point: Point; label: string }[], start: Point | null): RoundMap {
  const points = [...(start ? [start] : []), ...stops.map(({ point }) => point)];
  const lat = points.map((point) => point.lat);
  const lon = points.map((point) => point.lon);
  const middle = { lat: (Math.min(...lat) + Math.max(...lat)) / 2, lon: (Math.min(...lon) + Math.max(...lon)) / 2 };
  const shrink = Math.cos((middle.lat * Math.PI) / 180);
  const metres = {
    x: (Math.max(...lon) - Math.min(...lon)) * METRES_PER_DEGREE * shrink,
    y: (Math.max(...lat) - Math.min(...lat)) * METRES_PER_DEGREE,
  };
  const perUnit = Math.max(
    metres.x / (WIDTH - 2 * MARGIN),
    metres.y / (HEIGHT - 2 * MARGIN - 24),
    LEAST_METRES / (WIDTH - 2 * MARGIN),
  );
  const place = ({ lat, lon }: Point): { x: number; y: number } => ({
    x: Math.round(WIDTH / 2 + ((lon - middle.lon) * METRES_PER_DEGREE * shrink) / perUnit),
    y: Math.round((HEIGHT - 24) / 2 - ((lat - middle.lat) * METRES_PER_DEGREE) / perUnit),
  });
  const marks = apart(points.map(place));
  const [first, ...rest] = marks;
  const ofStops = start ? rest : marks;
  return {
    width: WIDTH,
    height: HEIGHT,
    way: marks.map(({ x, y }) => `${x},${y}`).join(' '),
    start: start && first ? { ...first, label: '' } : null,
    stops: ofStops.map((mark, i) => ({ ...mark, label: stops[i]!.label })),
    scale: scaleOf(perUnit),
    north: { x: WIDTH - 26, y: 30 },
  };
}

/** Pushes marks away from those before them until none is covered; neighbours in one street stay readable. */
function apart(marks: { x: number; y: number }[]): { x: number; y: number }[] {
  const placed: { x: number; y: number }[] = [];
  for (const mark of marks) {
    const tries = Array.from({ length: 24 }, (_, i) => {
      const [ring, turn] = [Math.ceil(i / 8), (i % 8) * (Math.PI / 4)];
      return {
        x: Math.round(mark.x + ring * APART * Math.cos(turn)),
        y: Math.round(mark.y + ring * APART * Math.sin(turn)),
      };
    });
    const isFree = (at: { x: number; y: number }): boolean =>
      placed.every((other) => Math.hypot(other.x - at.x, other.y - at.y) >= APART - 1);
    const isInside = ({ x, y }: { x: number; y: number }): boolean =>
      x >= 20 && x <= WIDTH - 20 && y >= 20 && y <= HEIGHT - 44;
    placed.push(tries.find((at) => isFree(at) && isInside(at)) ?? mark);
  }
  return placed;
}

/** The longest round length that takes less than a third of the width. */
function scaleOf(perUnit: number): RoundMap['scale'] {
  const most = (WIDTH / 3) * perUnit;
  const power = 10 ** Math.floor(Math.log10(most));
  const length = [5, 2, 1].map((n) => n * power).find((n) => n <= most) ?? power;
  return { x: 20, y: HEIGHT - 18, width: Math.round(length / perUnit), label: metresText(length) };
}

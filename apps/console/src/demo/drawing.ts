/** Shapes of a flat picture, 960 by 960. Every function answers SVG text; colours are `#rrggbb`. */
export const SIDE = 960;

export const circle = (x: number, y: number, r: number, fill: string): string =>
  `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" fill="${fill}"/>`;

export const ellipse = ([x, y]: Point, [rx, ry]: Point, fill: string, turn = 0): string =>
  `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}" transform="rotate(${n(turn)} ${n(x)} ${n(y)})"/>`;

export const rect = ([x, y]: Point, [w, h]: Point, fill: string, round = 0): string =>
  `<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" rx="${n(round)}" fill="${fill}"/>`;

export const shape = (d: string, fill: string): string => `<path d="${d}" fill="${fill}"/>`;

export const line = (d: string, stroke: string, width: number): string =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;

export const at = (x: number, y: number, content: string, turn = 0, scale = 1): string =>
  `<g transform="translate(${n(x)} ${n(y)}) rotate(${n(turn)}) scale(${scale})">${content}</g>`;

export type Point = [number, number];

const n = (value: number): string => String(Math.round(value * 10) / 10);

/** The same colour, lighter (above 0) or darker (below 0); `share` from -1 to 1. */
export function shade(color: string, share: number): string {
  const goal = share > 0 ? 255 : 0;
  const parts = [1, 3, 5].map((from) => parseInt(color.slice(from, from + 2), 16));
  return `#${parts.map((part) => hex(part + (goal - part) * Math.abs(share))).join('')}`;
}

const hex = (part: number): string => Math.round(part).toString(16).padStart(2, '0');

/** Numbers from 0 to 1, the same ones for the same text. */
export function dice(text: string): () => number {
  let state = text.split('').reduce((hash, letter) => (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0, 7) || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 4294967296;
  };
}

/** A wall, a table and the shadow of what stands on it. */
export function scene(wall: string, content: string, shadow: Point = [480, 836], width = 250): string {
  const table = shade(wall, -0.13);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}" viewBox="0 0 ${SIDE} ${SIDE}">`,
    rect([0, 0], [SIDE, SIDE], wall),
    circle(480, 400, 330, shade(wall, 0.35)),
    rect([0, 770], [SIDE, 190], table),
    ellipse(shadow, [width, 26], shade(table, -0.16)),
    content,
    '</svg>',
  ].join('');
}

/** What a product's picture is made of: a subject, its colours, and the wall behind it. */
export interface Drawing {
  subject: string;
  colors: string[];
  wall: string;
}

export type Draw = (colors: string[], random: () => number) => string;

/** The n-th colour, going round. */
export const pick = (colors: string[], index: number): string => colors[index % colors.length] ?? '#888888';

export const times = (count: number, draw: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => draw(index)).join('');

/** A point on a circle; `turn` in degrees, 0 to the right. */
export const around = (x: number, y: number, r: number, turn: number): Point => [
  x + r * Math.cos((turn * Math.PI) / 180),
  y + r * Math.sin((turn * Math.PI) / 180),
];

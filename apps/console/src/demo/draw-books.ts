import { around, at, circle, type Draw, ellipse, line, pick, rect, shade, shape, times } from './drawing.js';

const PAPER = '#fbf4e4';

/** A closed book, upright; `motif` is drawn around (0, 0) on its cover, within 150. */
const book = (color: string, ink: string, motif: string): string =>
  rect([300, 190], [400, 630], shade(PAPER, -0.08), 10) +
  times(5, (i) => line(`M${682 + i * 4} 205 L${682 + i * 4} 806`, shade(PAPER, -0.18), 1.5)) +
  rect([270, 176], [412, 660], color, 14) +
  rect([270, 176], [46, 660], shade(color, -0.2), 14) +
  rect([352, 236], [292, 22], ink, 6) +
  rect([352, 272], [220, 22], ink, 6) +
  at(498, 510, motif) +
  rect([400, 752], [196, 14], ink, 6);

const hills = (ink: string): string =>
  circle(50, -70, 54, ink) +
  shape('M-150 110 C -80 -40 -20 -30 40 60 C 80 0 120 20 150 110 Z', ink) +
  line('M-140 150 L140 150', ink, 10);
const tree = (ink: string): string =>
  rect([-14, 10], [28, 150], ink, 6) +
  times(7, (i) => circle(...around(0, -50, 62, i * 51), 56, ink)) +
  circle(0, -50, 60, ink);
const moon = (ink: string): string =>
  shape('M50 -130 A 130 130 0 1 0 120 60 A 105 105 0 0 1 50 -130 Z', ink) +
  circle(-110, -120, 10, ink) +
  circle(110, -30, 10, ink) +
  circle(90, -150, 12, ink);
const boat = (ink: string): string =>
  shape('M-130 60 L130 60 L80 130 L-80 130 Z', ink) +
  shape('M-8 40 L-8 -140 L-110 40 Z', ink) +
  shape('M14 40 L14 -110 L100 40 Z', ink) +
  line('M-150 160 q 38 -24 75 0 t 75 0 t 75 0 t 75 0', ink, 10);
const cat = (ink: string): string =>
  shape('M-70 -60 L-60 -140 L-14 -92 L14 -92 L60 -140 L70 -60 C 80 20 40 40 0 40 C -40 40 -80 20 -70 -60', ink) +
  ellipse([0, 110], [92, 70], ink) +
  line('M86 130 C 160 120 150 40 120 30', ink, 22);
const whisk = (ink: string): string =>
  times(
    5,
    (i) => `<ellipse cx="0" cy="-60" rx="${14 + i * 18}" ry="90" fill="none" stroke="${ink}" stroke-width="7"/>`,
  ) + rect([-16, 30], [32, 130], ink, 14);
const map = (ink: string): string =>
  line('M-140 -90 C -60 -140 -20 -30 40 -70 S 120 -20 140 -60 M-140 20 C -40 -20 0 70 70 30 S 130 60 140 40', ink, 10) +
  shape('M0 130 C -70 40 -50 -20 0 -20 C 50 -20 70 40 0 130', ink) +
  line('M-120 120 L-60 120', ink, 8);
const key = (ink: string): string =>
  `<circle cx="0" cy="-80" r="60" fill="none" stroke="${ink}" stroke-width="26"/>` +
  rect([-13, -26], [26, 190], ink, 8) +
  rect([0, 90], [60, 24], ink, 6) +
  rect([0, 136], [44, 24], ink, 6);

const MOTIFS = { hills, tree, moon, boat, cat, whisk, map, key };

const stack: Draw = (colors) =>
  times(5, (i) => {
    const color = pick(colors, i);
    const x = 230 + (i % 2) * 40 - (i === 4 ? 10 : 0);
    const y = 752 - i * 88;
    return (
      rect([x, y], [470 - i * 22, 84], color, 12) +
      rect([x + 40, y + 12], [430 - i * 22, 60], shade(PAPER, i % 2 ? 0 : -0.06), 4) +
      rect([x, y], [64, 84], color, 12) +
      rect([x + 20, y + 20], [14, 44], shade(color, 0.5), 4)
    );
  }) +
  at(
    480,
    360,
    shape('M-70 0 L70 0 L54 -110 L-54 -110 Z', pick(colors, 2)) +
      `<path d="M66 -30 q 60 -10 40 -60 q -20 -20 -48 4" fill="none" stroke="${pick(colors, 2)}" stroke-width="14"/>` +
      line('M-20 -130 q -14 -30 0 -54 M22 -130 q -14 -30 0 -54', '#ffffff', 8),
  );

const notebook: Draw = (colors) =>
  at(
    480,
    500,
    rect([-190, -310], [400, 640], shade(PAPER, -0.1), 16) +
      rect([-210, -320], [400, 640], pick(colors, 0), 20) +
      rect([100, -320], [26, 640], pick(colors, 1)) +
      rect([-150, -210], [190, 120], PAPER, 8) +
      line('M-120 -170 L10 -170 M-120 -132 L-20 -132', shade(pick(colors, 0), -0.3), 8),
    -8,
  ) +
  at(
    720,
    560,
    rect([-18, -260], [36, 420], pick(colors, 1), 8) +
      shape('M-18 160 L18 160 L0 226 Z', '#e7c58f') +
      shape('M-6 204 L6 204 L0 226 Z', '#3a2a20'),
    18,
  );

const poster: Draw = (colors) => {
  const [sheet, ink, river] = [pick(colors, 0), pick(colors, 1), pick(colors, 2)];
  return (
    rect([230, 130], [500, 700], shade(sheet, -0.3), 8) +
    rect([246, 146], [468, 668], sheet, 4) +
    shape(
      'M300 260 C 380 210 560 220 640 280 C 690 400 650 560 600 640 C 500 700 360 680 310 580 C 280 480 270 340 300 260',
      shade(ink, 0.5),
    ) +
    line('M660 250 C 560 320 540 400 430 420 S 330 470 300 520', river, 16) +
    line('M600 600 C 540 540 520 480 430 420', river, 9) +
    [
      [420, 330],
      [540, 370],
      [470, 560],
      [370, 490],
    ]
      .map(([x = 0, y = 0]) => circle(x, y, 12, shade(ink, -0.2)))
      .join('') +
    rect([330, 726], [300, 20], ink, 6) +
    rect([390, 762], [180, 12], shade(ink, 0.3), 6)
  );
};

const cover =
  (motif: keyof typeof MOTIFS): Draw =>
  (colors) =>
    book(pick(colors, 0), pick(colors, 1), MOTIFS[motif](pick(colors, 1)));

export const BOOKS: Record<string, Draw> = {
  ...Object.fromEntries(Object.keys(MOTIFS).map((motif) => [motif, cover(motif as keyof typeof MOTIFS)])),
  stack,
  notebook,
  poster,
};

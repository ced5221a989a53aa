import { around, at, circle, type Draw, ellipse, line, pick, rect, shade, shape, times } from './drawing.js';

const GREENS = ['#4f7a4a', '#6b9460', '#3f6548'];

const leaf = (length: number, color: string): string =>
  shape(
    `M0 0 C ${length * 0.3} ${-length * 0.28} ${length * 0.75} ${-length * 0.24} ${length} 0 C ${length * 0.75} ${length * 0.24} ${length * 0.3} ${length * 0.28} 0 0`,
    color,
  ) + line(`M0 0 L ${length * 0.85} 0`, shade(color, 0.22), 3);

const rose = (r: number, color: string): string =>
  circle(0, 0, r, color) +
  times(5, (i) =>
    ellipse(
      around(0, 0, r * 0.62, i * 72 + 20),
      [r * 0.5, r * 0.42],
      i % 2 ? shade(color, -0.1) : shade(color, 0.1),
      i * 72,
    ),
  ) +
  circle(0, 0, r * 0.56, shade(color, -0.14)) +
  times(3, (i) =>
    ellipse(around(0, 0, r * 0.26, i * 120 + 60), [r * 0.36, r * 0.28], shade(color, i % 2 ? 0.12 : -0.04), i * 120),
  ) +
  circle(0, 0, r * 0.18, shade(color, -0.3));

const daisy = (r: number, color: string): string =>
  times(12, (i) =>
    ellipse(around(0, 0, r * 0.62, i * 30), [r * 0.4, r * 0.15], i % 2 ? color : shade(color, -0.06), i * 30),
  ) +
  circle(0, 0, r * 0.3, '#e3a92f') +
  circle(0, 0, r * 0.18, '#c98a1e');

const peony = (r: number, color: string): string =>
  times(10, (i) =>
    ellipse(around(0, 0, r * 0.68, i * 36), [r * 0.38, r * 0.3], shade(color, i % 2 ? 0.06 : -0.08), i * 36),
  ) +
  times(7, (i) =>
    ellipse(around(0, 0, r * 0.38, i * 51 + 15), [r * 0.34, r * 0.26], shade(color, i % 2 ? 0.22 : 0.1), i * 51),
  ) +
  circle(0, 0, r * 0.24, shade(color, 0.36));

const tulip = (r: number, color: string): string =>
  shape(
    `M${-r * 0.7} ${-r * 0.5} C ${-r} ${r * 0.9} ${r} ${r * 0.9} ${r * 0.7} ${-r * 0.5} L ${r * 0.32} ${-r * 0.05} L 0 ${-r * 0.8} L ${-r * 0.32} ${-r * 0.05} Z`,
    color,
  ) +
  shape(
    `M0 ${-r * 0.8} C ${-r * 0.5} ${-r * 0.1} ${-r * 0.42} ${r * 0.5} 0 ${r * 0.66} C ${r * 0.42} ${r * 0.5} ${r * 0.5} ${-r * 0.1} 0 ${-r * 0.8}`,
    shade(color, 0.16),
  );

const BLOOMS = [rose, daisy, peony, tulip];
const SPOTS: [number, number][] = [
  [330, 300],
  [480, 235],
  [630, 300],
  [270, 405],
  [405, 370],
  [560, 370],
  [690, 405],
  [360, 480],
  [480, 460],
  [600, 480],
];

/** Paper, stems, blooms in a dome. The last two colours are paper and ribbon. */
function bouquetOf(bloomAt: (index: number) => (r: number, color: string) => string): Draw {
  return (colors, random) => {
    const [paper, ribbon] = colors.slice(-2) as [string, string];
    const petals = colors.slice(0, -2);
    const leaves = times(15, (i) => at(480, 480, at(150, 0, leaf(165 + random() * 50, pick(GREENS, i))), 180 + i * 13));
    const blooms = SPOTS.map(([x, y], i) =>
      at(x, y, bloomAt(i)(68 + random() * 18, pick(petals, i)), random() * 50 - 25),
    );
    const wrap =
      shape('M250 470 L480 850 L710 470 C 620 560 340 560 250 470', paper) +
      shape('M250 470 C 330 560 420 560 520 545 L480 850 Z', shade(paper, -0.07)) +
      shape('M405 690 L555 690 L545 735 L415 735 Z', ribbon) +
      ellipse([430, 705], [62, 30], shade(ribbon, 0.14), 24) +
      ellipse([530, 705], [62, 30], shade(ribbon, 0.14), -24) +
      line('M470 720 L430 815 M490 720 L530 815', ribbon, 14) +
      circle(480, 710, 20, shade(ribbon, -0.16));
    return leaves + blooms.join('') + wrap;
  };
}

const vase: Draw = (colors, random) => {
  const glass = pick(colors, colors.length - 1);
  const stems = [-150, -80, -10, 60, 130].map((x, i) => {
    const y = 250 + Math.abs(x) * 0.5 + random() * 30;
    const stem = line(`M480 640 C ${480 + x * 0.4} 520 ${480 + x} 460 ${480 + x} ${y}`, pick(GREENS, i), 13);
    return (
      stem +
      at(480 + x * 0.7, 480, leaf(150, pick(GREENS, i + 1)), x < 0 ? 230 : 310) +
      at(480 + x, y, tulip(72, pick(colors, i)), x * 0.12)
    );
  });
  const body = shape(
    'M400 560 C 400 620 350 660 350 730 C 350 820 400 836 480 836 C 560 836 610 820 610 730 C 610 660 560 620 560 560 Z',
    glass,
  );
  return (
    stems.join('') +
    body +
    ellipse([480, 560], [80, 18], shade(glass, -0.2)) +
    line('M385 700 C 380 750 390 790 410 806', shade(glass, 0.4), 12)
  );
};

const pot = (color: string): string =>
  shape('M340 610 L620 610 L585 836 L375 836 Z', color) +
  rect([322, 580], [316, 56], shade(color, 0.1), 12) +
  shape('M340 636 L620 636 L615 660 L345 660 Z', shade(color, -0.14));

const plant: Draw = (colors, random) =>
  times(11, (i) => at(480, 590, leaf(250 + random() * 110, pick(GREENS, i)), 190 + i * 16)) + pot(pick(colors, 0));

const orchid: Draw = (colors) => {
  const stem = line('M470 600 C 430 430 420 260 600 190', '#5f7f4d', 12);
  const spots: [number, number][] = [
    [425, 400],
    [445, 300],
    [515, 225],
    [610, 190],
    [690, 225],
  ];
  const blooms = spots.map(([x, y], i) =>
    at(
      x,
      y,
      times(5, (k) => ellipse(around(0, 0, 38, k * 72 - 90), [44, 31], pick(colors, i % 2), k * 72 - 90)) +
        circle(0, 6, 17, '#c9466a') +
        circle(0, 2, 8, '#f2c14e'),
    ),
  );
  const leaves =
    at(480, 590, leaf(260, '#3f6548'), 200) +
    at(480, 590, leaf(260, '#4f7a4a'), 340) +
    at(480, 590, leaf(190, '#6b9460'), 225) +
    at(480, 590, leaf(190, '#4f7a4a'), 315);
  return stem + leaves + blooms.join('') + pot(pick(colors, colors.length - 1));
};

const succulents: Draw = (colors) => {
  const rosette = (r: number, color: string): string =>
    times(9, (i) =>
      ellipse(around(0, 0, r * 0.6, i * 40), [r * 0.44, r * 0.22], shade(color, i % 2 ? -0.12 : 0.02), i * 40),
    ) +
    times(6, (i) =>
      ellipse(around(0, 0, r * 0.32, i * 60 + 20), [r * 0.32, r * 0.17], shade(color, 0.16), i * 60 + 20),
    ) +
    circle(0, 0, r * 0.14, shade(color, 0.4));
  const bowl = pick(colors, colors.length - 1);
  const plants =
    at(350, 560, rosette(120, pick(colors, 0))) +
    at(610, 560, rosette(120, pick(colors, 1))) +
    at(480, 500, rosette(145, pick(colors, 2)));
  return (
    plants +
    shape('M220 610 L740 610 C 735 760 640 836 480 836 C 320 836 225 760 220 610', bowl) +
    rect([205, 590], [550, 44], shade(bowl, 0.12), 20)
  );
};

const wreath: Draw = (colors, random) =>
  times(38, (i) =>
    at(...around(480, 450, 235, i * 9.5), leaf(100 + random() * 34, pick(GREENS, i)), i * 9.5 + (i % 2 ? 50 : 130)),
  ) +
  times(16, (i) => {
    const [x, y] = around(480, 450, 225 + (i % 3) * 18, i * 22.5);
    return circle(x, y, 15 + (i % 3) * 4, pick(colors, i));
  }) +
  ellipse([420, 690], [70, 34], pick(colors, 0), 22) +
  ellipse([540, 690], [70, 34], pick(colors, 0), -22) +
  line('M470 700 L425 800 M490 700 L535 800', pick(colors, 0), 18) +
  circle(480, 692, 24, shade(pick(colors, 0), -0.2));

const candle: Draw = (colors) => {
  const [glass, label] = [pick(colors, 0), pick(colors, 1)];
  return (
    rect([330, 400], [300, 436], glass, 34) +
    rect([330, 470], [300, 366], shade(glass, -0.12), 34) +
    ellipse([480, 410], [140, 26], shade(glass, 0.3)) +
    line('M480 405 L480 350', '#4a3b30', 9) +
    shape('M480 240 C 540 310 530 372 480 372 C 430 372 420 310 480 240', '#f0a63a') +
    shape('M480 300 C 506 336 502 366 480 366 C 458 366 454 336 480 300', '#fde7a9') +
    rect([375, 560], [210, 150], label, 10) +
    line('M415 610 L545 610 M435 640 L525 640 M450 670 L510 670', shade(glass, -0.4), 8)
  );
};

export const FLOWERS: Record<string, Draw> = {
  roses: bouquetOf(() => rose),
  country: bouquetOf((i) => BLOOMS[i % 3] ?? rose),
  daisies: bouquetOf((i) => (i % 3 === 2 ? rose : daisy)),
  peonies: bouquetOf(() => peony),
  vase,
  plant,
  orchid,
  succulents,
  wreath,
  candle,
};

import {
  around,
  at,
  circle,
  type Draw,
  ellipse,
  line,
  type Point,
  pick,
  rect,
  shade,
  shape,
  times,
} from './drawing.js';

/** A cut stone seen from the side, `r` wide to each side. */
const stone = (r: number, color: string): string =>
  shape(`M${-r} ${-r * 0.2} L${-r * 0.6} ${-r * 0.7} L${r * 0.6} ${-r * 0.7} L${r} ${-r * 0.2} L0 ${r} Z`, color) +
  shape(
    `M${-r * 0.6} ${-r * 0.7} L${-r * 0.3} ${-r * 0.2} L0 ${-r * 0.7} L${r * 0.3} ${-r * 0.2} L${r * 0.6} ${-r * 0.7} Z`,
    shade(color, 0.4),
  ) +
  shape(`M${-r} ${-r * 0.2} L${-r * 0.3} ${-r * 0.2} L0 ${r} Z`, shade(color, 0.22)) +
  shape(`M${r} ${-r * 0.2} L${r * 0.3} ${-r * 0.2} L0 ${r} Z`, shade(color, -0.2));

const hoop = ([x, y]: Point, r: number, metal: string, width = 34): string =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="none" stroke="${metal}" stroke-width="${width}"/>` +
  `<circle cx="${x}" cy="${y}" r="${r + width * 0.22}" fill="none" stroke="${shade(metal, 0.45)}" stroke-width="${width * 0.2}" stroke-dasharray="${r * 1.6} ${r * 6}" transform="rotate(190 ${x} ${y})"/>`;

const cushion = (color: string): string =>
  rect([210, 690], [540, 146], color, 60) +
  rect([210, 690], [540, 60], shade(color, 0.14), 30) +
  ellipse([480, 716], [150, 18], shade(color, -0.2));

const solitaire: Draw = (colors) =>
  cushion(pick(colors, 2)) +
  hoop([480, 520], 180, pick(colors, 0)) +
  rect([440, 300], [80, 60], shade(pick(colors, 0), -0.1), 10) +
  at(480, 270, stone(92, pick(colors, 1)));

const bands: Draw = (colors) =>
  cushion(pick(colors, 2)) +
  hoop([400, 540], 160, pick(colors, 0), 46) +
  hoop([570, 560], 140, pick(colors, 1), 42) +
  circle(570, 398, 12, '#ffffff');

const trilogy: Draw = (colors) =>
  cushion(pick(colors, 3)) +
  hoop([480, 530], 175, pick(colors, 0), 30) +
  at(385, 352, stone(52, pick(colors, 2)), -24) +
  at(575, 352, stone(52, pick(colors, 2)), 24) +
  at(480, 310, stone(76, pick(colors, 1)));

const card = (color: string): string =>
  rect([270, 170], [420, 600], color, 26) +
  rect([300, 200], [360, 540], shade(color, 0.1), 16) +
  rect([400, 690], [160, 12], shade(color, -0.2), 6);

const drops: Draw = (colors) => {
  const one = (x: number): string =>
    circle(x, 310, 16, pick(colors, 0)) +
    line(`M${x} 318 L${x} 420`, pick(colors, 0), 8) +
    shape(`M${x} 400 C ${x + 66} 490 ${x + 60} 580 ${x} 580 C ${x - 60} 580 ${x - 66} 490 ${x} 400`, pick(colors, 1)) +
    ellipse([x - 18, 520], [10, 26], shade(pick(colors, 1), 0.5), 16);
  return card(pick(colors, 2)) + one(390) + one(570);
};

const studs: Draw = (colors) =>
  card(pick(colors, 2)) +
  [385, 575]
    .map(
      (x) =>
        circle(x, 430, 62, pick(colors, 0)) +
        circle(x, 430, 48, pick(colors, 1)) +
        circle(x - 14, 414, 14, shade(pick(colors, 1), 0.6)),
    )
    .join('');

const hoops: Draw = (colors) =>
  card(pick(colors, 1)) +
  hoop([385, 440], 82, pick(colors, 0), 22) +
  hoop([575, 440], 82, pick(colors, 0), 22) +
  circle(385, 352, 15, shade(pick(colors, 0), -0.2)) +
  circle(575, 352, 15, shade(pick(colors, 0), -0.2));

const bust = (color: string): string =>
  shape(
    'M400 150 L560 150 C 560 270 590 300 690 350 C 740 380 740 560 730 836 L230 836 C 220 560 220 380 270 350 C 370 300 400 270 400 150',
    color,
  ) + ellipse([480, 150], [80, 20], shade(color, 0.14));

const pendant: Draw = (colors) =>
  bust(pick(colors, 2)) +
  line('M395 255 C 380 400 440 510 480 560 C 520 510 580 400 565 255', pick(colors, 0), 9) +
  circle(480, 572, 18, pick(colors, 0)) +
  at(480, 645, stone(70, pick(colors, 1)));

const medal: Draw = (colors) =>
  bust(pick(colors, 1)) +
  line('M395 255 C 380 400 440 500 480 540 C 520 500 580 400 565 255', pick(colors, 0), 9) +
  circle(480, 615, 78, pick(colors, 0)) +
  circle(480, 615, 60, shade(pick(colors, 0), 0.2)) +
  times(8, (i) => at(480, 615, ellipse([34, 0], [18, 7], shade(pick(colors, 0), -0.22)), i * 45)) +
  circle(480, 615, 12, shade(pick(colors, 0), -0.3));

const pearls: Draw = (colors) =>
  bust(pick(colors, 1)) +
  times(19, (i) => {
    const [x, y] = around(480, 300, 180, 180 - i * 10 + 0);
    const drop = Math.sin((i * Math.PI) / 18) * 110;
    return (
      circle(x, y + drop, 21 + Math.sin((i * Math.PI) / 18) * 9, pick(colors, 0)) +
      circle(x - 7, y + drop - 8, 7, '#ffffff')
    );
  });

const bangle: Draw = (colors) => {
  const metal = pick(colors, 0);
  const ring = (y: number, color: string): string =>
    `<ellipse cx="480" cy="${y}" rx="270" ry="120" fill="none" stroke="${color}" stroke-width="40"/><path d="M260 ${y + 70} A 270 120 0 0 0 520 ${y + 119}" fill="none" stroke="${shade(color, 0.45)}" stroke-width="9" stroke-linecap="round"/>`;
  return (
    ring(680, shade(metal, -0.06)) +
    ring(590, pick(colors, 1)) +
    ring(500, metal) +
    at(480, 620, stone(40, pick(colors, 2)))
  );
};

const watch: Draw = (colors) => {
  const [metal, strap, dial] = [pick(colors, 0), pick(colors, 1), pick(colors, 2)];
  const marks = times(12, (i) => at(480, 470, rect([-5, -150], [10, i % 3 ? 20 : 36], shade(dial, -0.6), 4), i * 30));
  return (
    rect([385, 130], [190, 706], strap, 40) +
    line('M405 160 L405 800 M555 160 L555 800', shade(strap, 0.25), 4) +
    circle(480, 470, 205, metal) +
    circle(480, 470, 178, shade(metal, -0.14)) +
    circle(480, 470, 168, dial) +
    marks +
    line('M480 470 L480 360 M480 470 L560 510', shade(dial, -0.7), 13) +
    circle(480, 470, 14, metal) +
    rect([680, 450], [36, 42], metal, 8)
  );
};

const charm: Draw = (colors) =>
  `<ellipse cx="480" cy="480" rx="260" ry="190" fill="none" stroke="${pick(colors, 0)}" stroke-width="12" stroke-dasharray="26 12"/>` +
  [
    [330, 640],
    [480, 672],
    [630, 640],
  ]
    .map(
      ([x = 0, y = 0], i) =>
        line(`M${x} ${y} L${x} ${y + 40}`, pick(colors, 0), 7) +
        (i === 1
          ? shape(
              `M${x} ${y + 120} C ${x - 90} ${y + 60} ${x - 40} ${y + 10} ${x} ${y + 50} C ${x + 40} ${y + 10} ${x + 90} ${y + 60} ${x} ${y + 120}`,
              pick(colors, 1),
            )
          : circle(x, y + 74, 36, pick(colors, 2))),
    )
    .join('');

export const JEWELS: Record<string, Draw> = {
  solitaire,
  bands,
  trilogy,
  drops,
  studs,
  hoops,
  pendant,
  medal,
  pearls,
  bangle,
  watch,
  charm,
};

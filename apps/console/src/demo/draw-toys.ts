import { around, at, circle, type Draw, ellipse, line, pick, rect, shade, shape, times } from './drawing.js';

const WOOD = '#d9a866';
const DARK = '#6d4c33';

const wheel = (x: number, y: number, r: number): string =>
  circle(x, y, r, DARK) + circle(x, y, r * 0.66, shade(WOOD, 0.12)) + circle(x, y, r * 0.2, DARK);

const train: Draw = (colors) => {
  const [engine, wagon, load] = [pick(colors, 0), pick(colors, 1), pick(colors, 2)];
  return (
    rect([130, 690], [320, 46], WOOD, 14) +
    rect([160, 560], [140, 140], engine, 12) +
    rect([145, 530], [170, 42], shade(engine, -0.2), 12) +
    rect([190, 590], [80, 60], '#fdf6e6', 8) +
    rect([290, 600], [150, 96], engine, 40) +
    rect([370, 520], [44, 90], DARK, 8) +
    circle(392, 480, 34, '#ffffff') +
    circle(440, 440, 26, '#ffffff') +
    rect([500, 690], [330, 46], WOOD, 14) +
    rect([520, 600], [290, 96], wagon, 12) +
    circle(590, 575, 54, load) +
    circle(680, 580, 48, shade(load, 0.2)) +
    circle(755, 588, 38, load) +
    rect([450, 706], [50, 14], DARK) +
    wheel(210, 770, 62) +
    wheel(370, 770, 62) +
    wheel(590, 770, 62) +
    wheel(740, 770, 62)
  );
};

const blocks: Draw = (colors) => {
  const block = (x: number, y: number, i: number): string => {
    const color = pick(colors, i);
    const sign =
      i % 3 === 0
        ? circle(75, 75, 36, shade(color, 0.5))
        : i % 3 === 1
          ? shape('M75 36 L114 108 L36 108 Z', shade(color, 0.5))
          : rect([42, 42], [66, 66], shade(color, 0.5), 6);
    return at(x, y, rect([0, 0], [150, 150], color, 14) + rect([0, 126], [150, 24], shade(color, -0.16), 10) + sign);
  };
  return (
    block(220, 686, 0) +
    block(405, 686, 1) +
    block(590, 686, 2) +
    block(310, 530, 3) +
    block(500, 530, 4) +
    block(400, 374, 5) +
    shape('M385 374 L475 240 L565 374 Z', pick(colors, 2))
  );
};

const bear: Draw = (colors) => {
  const [fur, scarf] = [pick(colors, 0), pick(colors, 1)];
  const light = shade(fur, 0.35);
  return (
    ellipse([350, 780], [90, 64], fur, -18) +
    ellipse([610, 780], [90, 64], fur, 18) +
    ellipse([480, 660], [185, 180], fur) +
    ellipse([480, 680], [112, 118], light) +
    ellipse([300, 620], [58, 110], fur, 28) +
    ellipse([660, 620], [58, 110], fur, -28) +
    circle(335, 270, 74, fur) +
    circle(625, 270, 74, fur) +
    circle(335, 270, 40, light) +
    circle(625, 270, 40, light) +
    circle(480, 370, 188, fur) +
    ellipse([480, 425], [88, 70], light) +
    ellipse([480, 396], [34, 24], '#3a2a20') +
    circle(410, 345, 19, '#3a2a20') +
    circle(550, 345, 19, '#3a2a20') +
    line('M480 420 L480 446 M446 458 C 460 474 500 474 514 458', '#3a2a20', 8) +
    rect([340, 522], [280, 56], scarf, 26) +
    rect([540, 550], [64, 150], shade(scarf, -0.12), 14) +
    circle(340, 790, 34, light) +
    circle(620, 790, 34, light)
  );
};

const rings: Draw = (colors) =>
  rect([300, 790], [360, 46], WOOD, 22) +
  rect([462, 250], [36, 560], shade(WOOD, -0.1), 18) +
  times(
    6,
    (i) =>
      rect([320 + i * 24, 716 - i * 74], [320 - i * 48, 70], pick(colors, i), 35) +
      rect([345 + i * 24, 728 - i * 74], [120 - i * 16, 14], shade(pick(colors, i), 0.35), 7),
  ) +
  circle(480, 246, 54, pick(colors, 0));

const spinner: Draw = (colors) =>
  at(
    480,
    520,
    rect([-18, -250], [36, 190], WOOD, 16) +
      circle(0, -256, 30, pick(colors, 2)) +
      shape('M-240 -70 L240 -70 C 250 60 110 180 0 300 C -110 180 -250 60 -240 -70', pick(colors, 0)) +
      shape('M-232 -10 L232 -10 C 224 30 205 66 180 96 L-180 96 C -205 66 -224 30 -232 -10', pick(colors, 1)) +
      ellipse([0, -70], [240, 46], shade(pick(colors, 0), 0.2)) +
      ellipse([0, -70], [150, 26], pick(colors, 2)),
    10,
  );

const car: Draw = (colors) => {
  const [body, roof] = [pick(colors, 0), pick(colors, 1)];
  return (
    shape('M270 560 C 320 420 380 400 480 400 C 590 400 640 440 690 560 Z', roof) +
    shape('M325 552 C 355 462 400 444 462 444 L462 552 Z', '#eef4f5') +
    shape('M500 444 C 570 444 606 470 636 552 L500 552 Z', '#eef4f5') +
    rect([160, 545], [640, 190], body, 70) +
    rect([160, 640], [640, 34], shade(body, -0.16)) +
    circle(765, 620, 26, '#f6d77c') +
    rect([410, 590], [70, 16], shade(body, 0.4), 8) +
    wheel(310, 750, 86) +
    wheel(650, 750, 86)
  );
};

const xylophone: Draw = (colors) =>
  at(
    480,
    560,
    shape('M-330 -150 L330 -90 L330 90 L-330 150 Z', WOOD) +
      times(
        7,
        (i) =>
          rect([-310 + i * 90, -190 + i * 14], [72, 380 - i * 28], pick(colors, i), 16) +
          circle(-274 + i * 90, -160 + i * 14, 8, '#fdf6e6') +
          circle(-274 + i * 90, 160 - i * 14, 8, '#fdf6e6'),
      ),
    -6,
  ) +
  line('M300 330 L640 220', DARK, 16) +
  circle(300, 330, 36, pick(colors, 0));

const house: Draw = (colors) => {
  const [wall, roof, door] = [pick(colors, 0), pick(colors, 1), pick(colors, 2)];
  const window = (x: number, y: number): string =>
    rect([x, y], [100, 110], '#fdf6e6', 8) + line(`M${x + 50} ${y} v110 M${x} ${y + 55} h100`, shade(wall, -0.25), 8);
  return (
    rect([240, 400], [480, 436], wall, 8) +
    shape('M190 420 L480 180 L770 420 Z', roof) +
    rect([610, 210], [64, 130], shade(roof, -0.2)) +
    window(290, 450) +
    window(570, 450) +
    window(290, 640) +
    window(570, 640) +
    rect([425, 610], [110, 226], door, 50) +
    circle(514, 730, 9, '#f6d77c') +
    circle(480, 340, 44, '#fdf6e6') +
    rect([420, 500], [120, 14], shade(wall, -0.16))
  );
};

const puzzle: Draw = (colors) => {
  const piece = (x: number, y: number, i: number): string => {
    const color = pick(colors, i);
    return at(
      x,
      y,
      rect([0, 0], [190, 190], color, 10) +
        (i % 2 ? circle(95, 0, 38, color) : circle(190, 95, 38, color)) +
        (i % 2 ? circle(0, 95, 36, shade(color, -0.22)) : circle(95, 190, 36, shade(color, -0.22))),
    );
  };
  return piece(265, 330, 0) + piece(495, 340, 1) + piece(270, 560, 3) + at(620, 560, piece(0, 0, 2), 14);
};

const game: Draw = (colors) => {
  const pawn = (x: number, y: number, color: string): string =>
    circle(x, y, 44, color) +
    shape(`M${x - 26} ${y + 26} L${x + 26} ${y + 26} L${x + 62} ${y + 170} L${x - 62} ${y + 170} Z`, color) +
    rect([x - 74, y + 160], [148, 34], shade(color, -0.18), 14);
  const die =
    rect([0, 0], [160, 160], '#fffaf0', 28) +
    [
      [44, 44],
      [116, 116],
      [80, 80],
      [116, 44],
      [44, 116],
    ]
      .map(([x = 0, y = 0]) => circle(x, y, 14, DARK))
      .join('');
  return (
    rect([170, 640], [620, 170], pick(colors, 0), 14) +
    rect([170, 640], [620, 44], shade(pick(colors, 0), 0.25), 14) +
    times(7, (i) => circle(225 + i * 84, 745, 24, pick(colors, (i % 3) + 1))) +
    pawn(300, 460, pick(colors, 1)) +
    pawn(480, 420, pick(colors, 2)) +
    at(600, 480, die, 12)
  );
};

const kite: Draw = (colors) =>
  line('M480 650 C 400 740 560 770 470 860', DARK, 6) +
  shape('M480 150 L700 390 L480 660 L260 390 Z', pick(colors, 0)) +
  shape('M480 150 L700 390 L480 390 Z', pick(colors, 1)) +
  shape('M260 390 L480 390 L480 660 Z', pick(colors, 2)) +
  line('M480 150 L480 660 M260 390 L700 390', shade(WOOD, -0.2), 8) +
  times(3, (i) =>
    shape(
      `M${450 + i * 14} ${700 + i * 52} l-46 -20 v40 Z M${450 + i * 14} ${700 + i * 52} l46 -20 v40 Z`,
      pick(colors, i),
    ),
  );

const duck: Draw = (colors) => {
  const body = pick(colors, 0);
  return (
    line('M700 690 C 790 690 800 600 860 600', DARK, 8) +
    circle(866, 596, 20, pick(colors, 1)) +
    rect([230, 690], [470, 50], WOOD, 20) +
    shape('M230 560 C 230 700 340 716 470 716 C 640 716 700 640 700 540 C 640 590 560 560 500 540 L260 500 Z', body) +
    ellipse([560, 610], [110, 56], shade(body, -0.16), -14) +
    circle(340, 420, 130, body) +
    shape('M232 410 L130 448 L238 476 Z', pick(colors, 1)) +
    circle(310, 390, 18, '#3a2a20') +
    wheel(320, 770, 66) +
    wheel(610, 770, 66) +
    times(3, (i) => {
      const [x, y] = around(340, 300, 26, 220 + i * 50);
      return circle(x, y, 20, shade(body, -0.1));
    })
  );
};

export const TOYS: Record<string, Draw> = {
  train,
  blocks,
  bear,
  rings,
  spinner,
  car,
  xylophone,
  house,
  puzzle,
  game,
  kite,
  duck,
};

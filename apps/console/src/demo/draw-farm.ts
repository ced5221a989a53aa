import { around, at, circle, type Draw, ellipse, line, pick, rect, shade, shape, times } from './drawing.js';

const WICKER = '#c08a4e';
const GREEN = '#4f7a4a';

const carrot =
  shape('M-34 0 C -34 -40 34 -40 34 0 L4 210 L-4 210 Z', '#e8823a') +
  line('M-20 60 L4 60 M-2 110 L14 110', '#c9652a', 7) +
  line('M0 -20 L-34 -130 M0 -20 L0 -150 M0 -20 L34 -130', GREEN, 15);
const leek =
  rect([-26, 0], [52, 240], '#f2f1dc', 22) +
  rect([-26, -60], [52, 110], '#a9c27a') +
  shape('M-26 -50 L-90 -190 L-20 -120 L0 -220 L20 -120 L90 -190 L26 -50 Z', GREEN);
const tomato = (r: number): string =>
  circle(0, 0, r, '#cf3f2f') +
  ellipse([-r * 0.3, -r * 0.3], [r * 0.24, r * 0.14], '#e8776a', -30) +
  times(5, (i) => at(0, -r * 0.8, ellipse([r * 0.2, 0], [r * 0.22, r * 0.08], GREEN), 200 + i * 35));
const cabbage = (r: number, color: string): string =>
  circle(0, 0, r, color) +
  times(6, (i) =>
    ellipse(around(0, 0, r * 0.52, i * 60), [r * 0.52, r * 0.36], shade(color, i % 2 ? 0.16 : 0.3), i * 60),
  ) +
  circle(0, 0, r * 0.36, shade(color, 0.46));

const wicker = (color: string): string =>
  shape('M190 560 L770 560 L700 836 L260 836 Z', color) +
  times(5, (i) => line(`M${206 + i * 13} ${606 + i * 50} L${754 - i * 13} ${606 + i * 50}`, shade(color, -0.2), 9)) +
  times(9, (i) => line(`M${236 + i * 61} 570 L${296 + i * 46} 830`, shade(color, 0.2), 7)) +
  rect([170, 535], [620, 52], shade(color, 0.1), 26);

const vegetables: Draw = () =>
  `<path d="M230 560 C 230 120 730 120 730 560" fill="none" stroke="${shade(WICKER, -0.16)}" stroke-width="30"/>` +
  at(300, 430, leek, -24) +
  at(370, 400, leek, -8) +
  at(600, 470, at(0, 0, carrot, 180), 18) +
  at(680, 480, at(0, 0, carrot, 180), 34) +
  at(470, 460, cabbage(130, '#7ea35c')) +
  at(610, 520, tomato(78)) +
  at(330, 530, tomato(70)) +
  wicker(WICKER);

const crate: Draw = (colors, random) => {
  const fruit = times(11, (i) => {
    const row = i < 4 ? 0 : i < 7 ? 1 : 2;
    const [x, y] = [[300, 420, 540, 660][i] ?? [270, 420, 570, 700, 350, 480, 620][i - 4] ?? 480, 450 + row * 66];
    const color = shade(pick(colors, i), (random() - 0.5) * 0.16);
    return (
      circle(x, y, 70, color) +
      ellipse([x - 22, y - 24], [18, 11], shade(color, 0.45), -30) +
      line(`M${x} ${y - 58} q 6 -20 20 -26`, '#6d4c33', 7)
    );
  });
  const board = (y: number): string =>
    rect([170, y], [620, 66], '#d9a866', 8) + circle(196, y + 33, 7, '#8b653f') + circle(764, y + 33, 7, '#8b653f');
  return (
    fruit +
    rect([170, 590], [44, 246], '#b98850') +
    rect([746, 590], [44, 246], '#b98850') +
    board(606) +
    board(688) +
    board(770)
  );
};

const jar: Draw = (colors) => {
  const [content, lid, label] = [pick(colors, 0), pick(colors, 1), pick(colors, 2)];
  return (
    rect([300, 320], [360, 516], shade(content, 0.3), 56) +
    rect([318, 380], [324, 440], content, 48) +
    rect([340, 400], [26, 330], shade(content, 0.4), 13) +
    rect([290, 230], [380, 110], lid, 18) +
    rect([290, 306], [380, 34], shade(lid, -0.16), 10) +
    rect([360, 490], [240, 220], label, 12) +
    line('M400 550 L560 550 M420 590 L540 590', shade(content, -0.35), 10) +
    circle(480, 650, 34, content)
  );
};

const bottle: Draw = (colors) => {
  const [glass, label, cap] = [pick(colors, 0), pick(colors, 1), pick(colors, 2)];
  return (
    shape(
      'M430 130 L530 130 L530 330 C 530 380 620 410 620 500 L620 800 Q620 836 584 836 L376 836 Q340 836 340 800 L340 500 C 340 410 430 380 430 330 Z',
      glass,
    ) +
    rect([420, 110], [120, 70], cap, 12) +
    rect([372, 480], [20, 300], shade(glass, 0.45), 10) +
    rect([340, 540], [280, 200], label) +
    line('M390 590 L570 590 M420 630 L540 630', shade(glass, -0.3), 10) +
    circle(480, 690, 26, glass)
  );
};

const cheese: Draw = (colors) => {
  const [rind, paste, ash] = [pick(colors, 0), pick(colors, 1), pick(colors, 2)];
  return (
    ellipse([480, 800], [350, 40], '#b98850') +
    rect([130, 770], [700, 30], '#d9a866', 12) +
    shape('M250 560 L250 740 A 230 60 0 0 0 710 740 L710 560 Z', rind) +
    ellipse([480, 560], [230, 62], ash) +
    shape('M480 560 L700 580 L710 740 A 230 60 0 0 1 560 796 Z', paste) +
    shape('M480 560 L560 796 L480 800 Z', shade(paste, -0.1)) +
    [
      [620, 650],
      [660, 710],
      [590, 720],
    ]
      .map(([x = 0, y = 0]) => circle(x, y, 12, shade(paste, -0.14)))
      .join('') +
    times(9, (i) => circle(300 + i * 45, 555 + (i % 3) * 14, 6, shade(ash, -0.16)))
  );
};

const eggs: Draw = (colors) =>
  times(5, (i) => ellipse([240 + i * 120, 590 - (i % 2) * 14], [62, 84], pick(colors, i))) +
  times(5, (i) => ellipse([222 + i * 120, 560 - (i % 2) * 14], [14, 24], shade(pick(colors, i), 0.5), 14)) +
  shape('M150 610 L810 610 L770 800 L190 800 Z', '#8f9a8c') +
  times(5, (i) => ellipse([240 + i * 120, 622], [68, 26], '#7a8578')) +
  times(5, (i) => ellipse([240 + i * 120, 612], [56, 20], pick(colors, i))) +
  shape('M158 650 L802 650 L795 684 L165 684 Z', '#a3ad9f');

const loaf: Draw = (colors) => {
  const crust = pick(colors, 0);
  return (
    rect([150, 770], [660, 40], '#b98850', 14) +
    ellipse([480, 620], [320, 170], crust) +
    ellipse([470, 590], [280, 130], shade(crust, 0.16)) +
    [-150, -50, 50, 150]
      .map((x) => at(480 + x, 570, shape('M-20 90 C 0 20 20 -40 60 -80 C 60 -20 30 50 10 96 Z', shade(crust, 0.5))))
      .join('')
  );
};

const pumpkin: Draw = (colors) => {
  const color = pick(colors, 0);
  return (
    [-190, 190, -100, 100, 0]
      .map((x, i) =>
        ellipse([480 + x, 600], [150 - i * 6, 226 + i * 4], shade(color, i % 2 ? -0.08 : i === 4 ? 0.12 : -0.02)),
      )
      .join('') +
    shape('M450 390 C 460 320 450 280 420 240 L480 226 C 510 280 510 330 514 390 Z', '#6f7f45') +
    at(520, 330, shape('M0 0 C 60 -90 170 -70 190 0 C 140 50 50 50 0 0', GREEN), -10)
  );
};

const board: Draw = (colors) => {
  const sausage = (y: number, color: string): string =>
    rect([250, y], [430, 92], color, 46) +
    times(6, (i) => circle(300 + i * 64, y + 30 + (i % 2) * 30, 8, shade(color, 0.5))) +
    line(`M236 ${y + 46} L206 ${y + 46} M694 ${y + 46} L724 ${y + 46}`, '#e9d3ae', 12);
  return (
    rect([150, 440], [660, 380], '#d9a866', 60) +
    rect([150, 780], [660, 40], '#b98850', 20) +
    circle(770, 490, 20, '#b98850') +
    sausage(500, pick(colors, 0)) +
    sausage(620, pick(colors, 1)) +
    times(
      4,
      (i) =>
        circle(300 + i * 90, 760, 36, pick(colors, 0)) + circle(300 + i * 90, 760, 28, shade(pick(colors, 0), 0.3)),
    )
  );
};

const bunch: Draw = (colors) =>
  times(7, (i) =>
    at(
      330 + i * 50,
      560,
      line('M0 0 C -10 -120 10 -190 0 -280', pick([GREEN, '#6b9460'], i), 16) +
        ellipse([0, -270], [40, 84], pick([GREEN, '#6b9460'], i + 1)),
      (i - 3) * 9,
    ),
  ) +
  times(7, (i) =>
    at(
      330 + i * 50,
      640 + (i % 2) * 40,
      circle(0, 0, 58, pick(colors, 0)) +
        shape('M-20 50 L20 50 L0 150 Z', pick(colors, 1)) +
        ellipse([-18, -20], [10, 18], shade(pick(colors, 0), 0.5), 20),
      (3 - i) * 6,
    ),
  ) +
  rect([330, 520], [300, 40], WICKER, 16);

const strawberries: Draw = (colors) =>
  times(9, (i) => {
    const [x, y] = [280 + (i % 5) * 100 + (i > 4 ? 50 : 0), 520 + (i > 4 ? 84 : 0)];
    return at(
      x,
      y,
      shape('M-56 -40 C -60 30 -20 80 0 92 C 20 80 60 30 56 -40 C 30 -66 -30 -66 -56 -40', pick(colors, i)) +
        times(6, (k) => ellipse([-28 + (k % 3) * 28, -16 + Math.floor(k / 3) * 36], [4, 7], '#f6d77c')) +
        shape('M-50 -50 L-20 -36 L0 -64 L20 -36 L50 -50 L30 -72 L-30 -72 Z', GREEN),
    );
  }) +
  shape('M190 640 L770 640 L720 830 L240 830 Z', '#e9d3ae') +
  rect([180, 620], [600, 46], '#d9bd8c', 12) +
  line('M340 660 L356 826 M480 660 L480 826 M620 660 L604 826', '#cfae78', 8);

const hen: Draw = (colors) => {
  const [body, wing] = [pick(colors, 0), pick(colors, 1)];
  return (
    line('M440 740 L440 826 M540 740 L540 826 M410 830 L470 830 M510 830 L570 830', '#d98a2b', 14) +
    shape('M230 470 C 150 430 130 340 150 290 C 210 320 250 360 290 420 Z', wing) +
    shape(
      'M220 440 C 260 520 440 520 560 400 C 600 340 620 270 680 270 C 760 270 780 350 740 440 C 730 620 620 750 470 750 C 320 750 220 620 220 440',
      body,
    ) +
    shape('M330 520 C 380 470 540 470 580 520 C 560 630 420 660 330 520', wing) +
    circle(640, 250, 30, '#c8372f') +
    circle(685, 236, 34, '#c8372f') +
    circle(728, 258, 28, '#c8372f') +
    shape('M762 330 L836 356 L758 384 Z', '#e2a032') +
    ellipse([742, 410], [18, 34], '#c8372f') +
    circle(706, 330, 13, '#3a2a20')
  );
};

export const FARM: Record<string, Draw> = {
  hen,
  vegetables,
  crate,
  jar,
  bottle,
  cheese,
  eggs,
  loaf,
  pumpkin,
  board,
  bunch,
  strawberries,
};

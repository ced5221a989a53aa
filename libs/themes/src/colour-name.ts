/** What people call a colour, coarsely. */
export type ColourName =
  | 'white'
  | 'black'
  | 'grey'
  | 'red'
  | 'orange'
  | 'brown'
  | 'yellow'
  | 'green'
  | 'turquoise'
  | 'blue'
  | 'violet'
  | 'pink';

/** Up to this hue in degrees, a saturated colour is called so. */
const HUES: [number, ColourName][] = [
  [15, 'red'],
  [42, 'orange'],
  [70, 'yellow'],
  [165, 'green'],
  [195, 'turquoise'],
  [255, 'blue'],
  [290, 'violet'],
  [345, 'pink'],
  [360, 'red'],
];

/** The name of `#rrggbb`. */
export function colourName(hex: string): ColourName {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255) as [
    number,
    number,
    number,
  ];
  const [high, low] = [Math.max(red, green, blue), Math.min(red, green, blue)];
  const [light, span] = [(high + low) / 2, high - low];
  if (light > 0.96) return 'white';
  if (light < 0.06) return 'black';
  if (span < 0.1) return 'grey';
  const sector =
    high === red ? (green - blue) / span : high === green ? (blue - red) / span + 2 : (red - green) / span + 4;
  const hue = (sector * 60 + 360) % 360;
  const found = HUES.find(([until]) => hue <= until)?.[1] ?? 'red';
  if (found === 'orange' && light < 0.4) return 'brown';
  return found === 'red' && light > 0.75 ? 'pink' : found;
}

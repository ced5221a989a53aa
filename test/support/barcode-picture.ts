import sharp from 'sharp';

const LEFT_ODD = [
  '0001101',
  '0011001',
  '0010011',
  '0111101',
  '0100011',
  '0110001',
  '0101111',
  '0111011',
  '0110111',
  '0001011',
];
const PARITIES = ['LLLLLL', 'LLGLGG', 'LLGGLG', 'LLGGGL', 'LGLLGG', 'LGGLLG', 'LGGGLL', 'LGLGLG', 'LGLGGL', 'LGGLGL'];
const MODULE = 4;
const QUIET = 12;
const HEIGHT = 200;

/** Twelve digits and their check digit. */
export function ean13(twelve: string): string {
  const sum = [...twelve].reduce((total, digit, i) => total + Number(digit) * (i % 2 ? 3 : 1), 0);
  return `${twelve}${(10 - (sum % 10)) % 10}`;
}

/** An EAN-13 as it stands on a box (GS1 General Specifications, 5.2), PNG, black on white. */
export async function barcodePicture(ean: string, { width = 0 } = {}): Promise<Buffer> {
  const bars = modulesOf(ean);
  const total = (bars.length + 2 * QUIET) * MODULE;
  const rects = [...bars].flatMap((bar, i) =>
    bar === '1' ? [`<rect x="${(i + QUIET) * MODULE}" y="20" width="${MODULE}" height="${HEIGHT}"/>`] : [],
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${total}" height="${HEIGHT + 40}">
    <rect width="100%" height="100%" fill="#fff"/>${rects.join('')}</svg>`;
  const picture = sharp(Buffer.from(svg)).png();
  return (width ? picture.resize(width) : picture).toBuffer();
}

function modulesOf(ean: string): string {
  const digits = [...ean].map(Number);
  const parity = PARITIES[digits[0]!]!;
  const right = (digit: number): string => LEFT_ODD[digit]!.replace(/[01]/g, (bit) => (bit === '0' ? '1' : '0'));
  const even = (digit: number): string => [...right(digit)].reverse().join('');
  const left = digits.slice(1, 7).map((digit, i) => (parity[i] === 'L' ? LEFT_ODD[digit]! : even(digit)));
  return `101${left.join('')}01010${digits.slice(7).map(right).join('')}101`;
}

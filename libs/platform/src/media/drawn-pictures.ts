import { deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

/* Pictures that the specs draw for themselves. */

const RED = [220, 30, 30];
const GREEN = [30, 180, 40];
const BLUE = [30, 40, 210];
const WHITE = [250, 250, 250];

/** Red, green, blue and white quarters. */
export function plain(width: number, height: number): Sharp {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [left, right] = y < height / 2 ? [RED, GREEN] : [BLUE, WHITE];
      data.set(x < width / 2 ? left : right, (y * width + x) * 3);
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

export function noise(width: number, height: number): Sharp {
  const data = Buffer.alloc(width * height * 3);
  let state = 42;
  for (let at = 0; at < data.length; at++) data[at] = (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) >> 16;
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** The picture turned so that a reader that honours `orientation` sees it upright. */
export async function oriented(orientation: number): Promise<Buffer> {
  const upright = plain(600, 400);
  const turned = {
    1: () => upright,
    2: () => upright.flop(),
    3: () => upright.rotate(180),
    4: () => upright.flip(),
    5: () => upright.rotate(90).flop(),
    6: () => upright.rotate(270),
    7: () => upright.rotate(90).flip(),
    8: () => upright.rotate(90),
  }[orientation]!();
  const pixels = await turned.png().toBuffer();
  const steps = [5, 7].includes(orientation) ? await transposed(orientation) : pixels;
  return sharp(steps).withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer();
}

/** Orientation 5 is the transpose, 7 the transverse; sharp mirrors before it turns, so this is done in two steps. */
async function transposed(orientation: number): Promise<Buffer> {
  const quarter = await plain(600, 400).rotate(90).png().toBuffer();
  return orientation === 5 ? sharp(quarter).flop().png().toBuffer() : sharp(quarter).flip().png().toBuffer();
}

export async function corners(bytes: Buffer): Promise<string[]> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => {
    const from = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels;
    return nearest([...data.subarray(from, from + 3)]);
  };
  return [at(0.2, 0.2), at(0.8, 0.2), at(0.2, 0.8), at(0.8, 0.8)];
}

export function nearest(color: number[]): string {
  const far = (other: number[]) => other.reduce((sum, part, at) => sum + (part - color[at]!) ** 2, 0);
  const names: [string, number[]][] = [
    ['red', RED],
    ['green', GREEN],
    ['blue', BLUE],
    ['white', WHITE],
  ];
  return names.sort((one, two) => far(one[1]) - far(two[1]))[0]![0];
}

/** A valid header and one-bit rows of zeros: some 100 KB for `side` x `side` pixels. */
export function pngBomb(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc(side * (Math.ceil(side / 8) + 1)));
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc(body), body.length + 4);
  return frame;
}

function crc(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return (value ^ 0xffffffff) >>> 0;
}

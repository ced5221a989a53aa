import sharp from 'sharp';
import { BOOKS } from './draw-books.js';
import { FARM } from './draw-farm.js';
import { FLOWERS } from './draw-flowers.js';
import { JEWELS } from './draw-jewels.js';
import { TOYS } from './draw-toys.js';
import { dice, type Draw, type Drawing, scene } from './drawing.js';

const SUBJECTS: Record<string, Draw> = { ...FLOWERS, ...TOYS, ...JEWELS, ...BOOKS, ...FARM };

/** The drawing as SVG text; `name` decides what chance decides. */
export function drawingSvg(name: string, drawing: Drawing): string {
  const draw = SUBJECTS[drawing.subject];
  if (!draw) throw new Error(`Nobody knows how to draw "${drawing.subject}"`);
  return scene(drawing.wall, draw(drawing.colors, dice(name)));
}

/** Pixels a side: as wide as a product page shows it, and quickly encoded. */
const PIXELS = 800;

/** The drawing as a PNG file. */
export const drawingPng = async (name: string, drawing: Drawing): Promise<Buffer> =>
  sharp(Buffer.from(drawingSvg(name, drawing)))
    .resize(PIXELS)
    .png({ compressionLevel: 3 })
    .toBuffer();

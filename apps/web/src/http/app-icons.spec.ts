import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { projectRoot } from '#libs/platform';

const FOLDER = path.join(projectRoot, 'apps/web/src/http/assets');
const PAPER = '#fbf7f0';

/** Share of the side that the drawing takes: a mask may cut a fifth off each side of a maskable icon. */
const ICONS = [
  { file: 'app-180.png', size: 180, share: 0.78, paper: true },
  { file: 'app-192.png', size: 192, share: 0.94, paper: false },
  { file: 'app-512.png', size: 512, share: 0.94, paper: false },
  { file: 'app-maskable-512.png', size: 512, share: 0.58, paper: true },
  { file: 'badge-96.png', size: 96, share: 0.94, paper: false },
];

type Icon = (typeof ICONS)[number];

function sourceOf({ file }: Icon): Buffer {
  const svg = readFileSync(path.join(FOLDER, 'icon.svg'), 'utf8');
  // A badge is a stencil: what lets light through is seen.
  return Buffer.from(file.startsWith('badge') ? stencil(svg) : svg);
}

const stencil = (svg: string): string =>
  svg.replace(/fill="#f(?:6e7dc|bf7f0)"/g, 'fill="none"').replace(/fill="#\w{6}"/g, 'fill="#fff"');

async function drawn(icon: Icon): Promise<Buffer> {
  const inner = Math.round(icon.size * icon.share);
  const drawing = await sharp(sourceOf(icon), { density: 72 * (inner / 32) })
    .resize(inner, inner)
    .png()
    .toBuffer();
  const background = icon.paper ? PAPER : { r: 0, g: 0, b: 0, alpha: 0 };
  return sharp({ create: { width: icon.size, height: icon.size, channels: 4, background } })
    .composite([{ input: drawing, gravity: 'centre' }])
    .png({ compressionLevel: 9, palette: true })
    .toBuffer();
}

/** UPDATE_ICONS=1 draws them anew after a change of icon.svg. */
describe('icons of the back office as an app', () => {
  it.each(ICONS)('$file is icon.svg at $size px', async (icon) => {
    const file = path.join(FOLDER, icon.file);
    const fresh = await drawn(icon);
    if (process.env['UPDATE_ICONS'] === '1') writeFileSync(file, fresh);
    const [kept, wanted] = await Promise.all([
      sharp(file).raw().toBuffer({ resolveWithObject: true }),
      sharp(fresh).raw().toBuffer(),
    ]);
    expect([kept.info.width, kept.info.height]).toEqual([icon.size, icon.size]);
    const far = wanted.filter((value, i) => Math.abs(value - kept.data[i]!) > 24).length;
    expect(far / wanted.length).toBeLessThan(0.02);
  });
});

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { AppError } from '#libs/kernel';
import { PictureProcessor, type ProcessedPicture } from './index.js';

const FOLDER = process.env['CORPUS_DIR'] ? join(process.env['CORPUS_DIR'], 'images') : null;
const REFUSALS = /^media\.(empty|too_large|not_a_picture|heic|unsupported|too_many_pixels|broken|timeout)$/;
const MEGABYTE = 1 << 20;

const inCorpus = FOLDER ? describe : describe.skip;

inCorpus('pictures of all origins', () => {
  const files = FOLDER
    ? (readdirSync(FOLDER, { recursive: true }) as string[]).filter((name) => statSync(join(FOLDER, name)).isFile())
    : [];
  const accepted = new Map<string, ProcessedPicture>();
  const refused = new Map<string, string>();
  const seconds: number[] = [];
  let grown: number;

  beforeAll(async () => {
    const pictures = new PictureProcessor();
    const before = process.memoryUsage().rss;
    for (const file of files) {
      const started = Date.now();
      await pictures.processPicture(readFileSync(join(FOLDER!, file))).then(
        (picture) => accepted.set(file, picture),
        (error: unknown) => refused.set(file, error instanceof AppError ? error.code : String(error)),
      );
      seconds.push((Date.now() - started) / 1000);
    }
    grown = process.memoryUsage().rss - before;
    await pictures.close();
  }, 300_000);

  it('are taken or refused with a reason, in time, with flat memory', () => {
    expect(files.length).toBeGreaterThan(50);
    expect([...refused.values()].filter((code) => !REFUSALS.test(code))).toEqual([]);
    expect(accepted.size + refused.size).toBe(files.length);
    expect(Math.max(...seconds)).toBeLessThan(12);
    expect(grown / MEGABYTE).toBeLessThan(150);
  });

  it('are served without what was in them', async () => {
    for (const [file, { files: made }] of accepted) {
      for (const { bytes } of made) {
        const meta = await sharp(bytes).metadata();
        expect([file, meta.exif, meta.xmp, meta.iptc, meta.icc, meta.orientation]).toEqual([
          file,
          ...Array.from({ length: 5 }),
        ]);
        expect([file, /<script|<\?php|alert\(/.test(bytes.toString('latin1'))]).toEqual([file, false]);
      }
    }
  });

  it('are upright: the same photo in nine orientations looks the same', async () => {
    const looks = [...accepted].filter(([file]) => /Landscape_\d/.test(file));
    const signatures = await Promise.all(looks.map(([, picture]) => thumbnail(picture)));
    expect(looks.map(([, { width, height }]) => `${width}x${height}`)).toEqual(looks.map(() => '1600x1067'));
    for (const signature of signatures) {
      const far =
        signature.reduce((sum, value, at) => sum + Math.abs(value - signatures[0]![at]!), 0) / signature.length;
      expect(far).toBeLessThan(12);
    }
  });

  it('include every hostile one, refused', () => {
    const hostile = [...accepted.keys()].filter((file) =>
      /\.svg$|bomb_30000|65500|html_named|polyglot|zero_width|\.heic$|cut_at/.test(file),
    );
    expect(hostile).toEqual([]);
  });
});

async function thumbnail({ files }: ProcessedPicture): Promise<Buffer> {
  return sharp(files[0]!.bytes).resize(24, 16, { fit: 'fill' }).removeAlpha().raw().toBuffer();
}

import { execFileSync } from 'node:child_process';
import sharp from 'sharp';
import { corners, nearest, noise, oriented, plain, pngBomb } from './drawn-pictures.js';
import { PictureProcessor, type ProcessedPicture } from './index.js';

let pictures: PictureProcessor;

beforeAll(() => {
  pictures = new PictureProcessor();
});
afterAll(async () => {
  await pictures.close();
});

describe('a picture that is taken', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('is upright whatever its orientation: %i', async (orientation) => {
    const picture = await pictures.processPicture(await oriented(orientation));
    expect([picture.width, picture.height]).toEqual([600, 400]);
    for (const file of picture.files) expect(await corners(file.bytes)).toEqual(['red', 'green', 'blue', 'white']);
  });

  it('comes in each width as WebP and AVIF, and once as JPEG, never enlarged', async () => {
    const sizes = async (width: number, height: number) => {
      const { files } = await pictures.processPicture(await plain(width, height).jpeg().toBuffer());
      return files.map((file) => `${file.format} ${file.width}x${file.height}`);
    };
    expect(await sizes(2000, 1000)).toEqual([
      'webp 320x160',
      'avif 320x160',
      'webp 640x320',
      'avif 640x320',
      'webp 960x480',
      'avif 960x480',
      'webp 1600x800',
      'avif 1600x800',
      'jpeg 960x480',
    ]);
    expect(await sizes(500, 250)).toEqual([
      'webp 320x160',
      'avif 320x160',
      'webp 500x250',
      'avif 500x250',
      'jpeg 500x250',
    ]);
    expect(await sizes(320, 16)).toEqual(['webp 320x16', 'avif 320x16', 'jpeg 320x16']);
    expect(await sizes(1, 1)).toEqual(['webp 1x1', 'avif 1x1', 'jpeg 1x1']);
    expect(await sizes(400, 16_000)).toEqual(['webp 160x6400', 'avif 160x6400', 'jpeg 160x6400']);
  });

  it('is what its files say it is', async () => {
    const { files } = await pictures.processPicture(await plain(700, 300).png().toBuffer());
    for (const file of files) {
      const meta = await sharp(file.bytes).metadata();
      const format = meta.format === 'heif' ? `${meta.compression}` : meta.format;
      expect([format, meta.width, meta.height]).toEqual([
        file.format === 'avif' ? 'av1' : file.format,
        file.width,
        file.height,
      ]);
    }
  });

  it('loses position, camera, comments and profiles', async () => {
    const exif = {
      IFD0: { Copyright: 'CANARY-OWNER' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '47/1 7/1 4242/100' },
    };
    const source = await plain(640, 480)
      .withExif(exif)
      .withXmp('<x:xmpmeta>CANARY-XMP</x:xmpmeta>')
      .withIccProfile('p3')
      .jpeg()
      .toBuffer();
    expect(source.includes('CANARY-OWNER') && source.includes('CANARY-XMP')).toBe(true);
    await expectClean(await pictures.processPicture(source));
  });

  it.each(['webp', 'avif', 'png', 'gif', 'jpeg'] as const)('may be sent as %s', async (format) => {
    const picture = await pictures.processPicture(await plain(330, 220).toFormat(format).toBuffer());
    expect([picture.width, picture.height, picture.files.length]).toEqual([330, 220, 5]);
  });

  it('tells its dominant colour', async () => {
    const { color } = await pictures.processPicture(
      await plain(300, 300).extend({ bottom: 400, background: '#dc1e1e' }).png().toBuffer(),
    );
    expect(color).toMatch(/^#[0-9a-f]{6}$/);
    expect(nearest([1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16)))).toBe('red');
  });

  it('keeps transparency, and is white behind it as JPEG', async () => {
    const clear = sharp({ create: { width: 200, height: 200, channels: 4, background: '#00000000' } });
    const { files } = await pictures.processPicture(await clear.png().toBuffer());
    expect(await Promise.all(files.map(async ({ bytes }) => (await sharp(bytes).metadata()).hasAlpha))).toEqual([
      true,
      true,
      false,
    ]);
    expect((await corners(files.at(-1)!.bytes))[0]).toBe('white');
  });
});

describe('what is refused', () => {
  const text = (content: string) => async () => Buffer.from(content);
  const container =
    (brand: string, ...others: string[]) =>
    async () => {
      const brands = Buffer.from(`ftyp${brand}\0\0\0\0${others.join('')}`, 'latin1');
      return Buffer.concat([Buffer.from([0, 0, 0, brands.length + 4]), brands, Buffer.alloc(500)]);
    };
  const cut = async (format: 'jpeg' | 'png' | 'webp' | 'avif') => {
    const whole = await noise(600, 400)
      .toFormat(format, format === 'avif' ? { effort: 0 } : {})
      .toBuffer();
    return whole.subarray(0, Math.floor(whole.length * 0.6));
  };
  const svg = '<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';

  it.each<[string, string, Record<string, unknown>, () => Promise<Buffer>]>([
    ['nothing', 'media.empty', {}, text('')],
    ['a text', 'media.not_a_picture', { looksLike: 'text', extension: 'txt' }, text('Bonjour, voici ma photo ’é')],
    ['a page', 'media.not_a_picture', { looksLike: 'html', extension: 'html' }, text('\n<!DOCTYPE html><p>x')],
    ['an svg', 'media.not_a_picture', { looksLike: 'svg', extension: 'svg' }, text(svg)],
    ['an xml', 'media.not_a_picture', { looksLike: 'xml', extension: 'xml' }, text('<?xml version="1.0"?><a/>')],
    ['a pdf', 'media.not_a_picture', { looksLike: 'pdf', extension: 'pdf' }, text('%PDF-1.7 ...')],
    ['a zip', 'media.not_a_picture', { looksLike: 'zip', extension: 'zip' }, text('PK\x03\x04\0\0')],
    ['a film', 'media.not_a_picture', { looksLike: 'video', extension: 'mp4' }, container('isom', 'mp42')],
    ['noise', 'media.not_a_picture', { looksLike: 'binary', extension: 'bin' }, text('\0\x01\x02\x03')],
    ['an iPhone photo', 'media.heic', {}, container('heic', 'mif1', 'heic')],
    ['a TIFF', 'media.unsupported', { format: 'TIFF' }, () => plain(10, 10).tiff().toBuffer()],
    ['a BMP', 'media.unsupported', { format: 'BMP' }, text('BM....')],
    ['a cut JPEG', 'media.broken', {}, () => cut('jpeg')],
    ['a cut PNG', 'media.broken', {}, () => cut('png')],
    ['a cut WebP', 'media.broken', {}, () => cut('webp')],
    ['a cut AVIF', 'media.broken', {}, () => cut('avif')],
    ['a JPEG of three bytes', 'media.broken', {}, async () => Buffer.from([0xff, 0xd8, 0xff])],
    ['a script that begins as a GIF', 'media.broken', {}, text('GIF89a/*\0*/=1;alert(1)//')],
    ['a PNG of 900 million pixels', 'media.too_many_pixels', { limitMegapixels: 40 }, async () => pngBomb(30_000)],
    [
      '15 MB and one byte',
      'media.too_large',
      { limitMb: 15, sizeMb: 15.1 },
      async () => Buffer.alloc(15 * 1024 * 1024 + 1, 0xff),
    ],
  ])('%s: %s', async (_, code, details, make) => {
    const picture = await make();
    const started = Date.now();
    await expect(pictures.processPicture(picture)).rejects.toMatchObject({ code, details });
    expect(Date.now() - started).toBeLessThan(2000);
  });

  it('a picture that takes too long; its process ends and the next picture is served', async () => {
    const hurried = new PictureProcessor({ processes: 1, processorMs: 400 });
    const small = await plain(40, 40).png().toBuffer();
    const slow = hurried.processPicture(await noise(5000, 5000).jpeg({ quality: 60 }).toBuffer());
    await expect(slow).rejects.toMatchObject({ code: 'media.timeout', details: { seconds: 0.4 } });
    const after = new PictureProcessor({ processes: 1, jobsPerProcess: 1 });
    expect((await after.processPicture(small)).width).toBe(40);
    await Promise.all([hurried.close(), after.close()]);
  });
});

describe('the processes', () => {
  it('are replaced after their share of pictures, survive a kill from outside, and wait their turn', async () => {
    const pool = new PictureProcessor({ processes: 2, jobsPerProcess: 2, waiting: 8 });
    const small = await plain(64, 64).png().toBuffer();
    const before = childProcesses();
    const results = await Promise.all(Array.from({ length: 10 }, () => pool.processPicture(small)));
    expect(results.map((picture) => picture.width)).toEqual(Array.from({ length: 10 }, () => 64));
    const mine = () => childProcesses().filter((id) => !before.includes(id));
    expect(mine().length).toBeLessThanOrEqual(2);
    const running = pool.processPicture(await noise(3000, 2000).jpeg().toBuffer());
    setTimeout(() => mine().forEach((id) => process.kill(id, 'SIGKILL')), 150);
    expect((await running).width).toBe(1600);
    await pool.close();
    expect(mine()).toEqual([]);
  });

  it('say so when too many pictures wait or the server stops', async () => {
    const pool = new PictureProcessor({ processes: 1, waiting: 1 });
    const small = await plain(64, 64).png().toBuffer();
    const all = [1, 2, 3].map(() =>
      pool.processPicture(small).then(
        () => 'done',
        (error: { code: string }) => error.code,
      ),
    );
    expect(await all[2]).toBe('media.busy');
    await pool.close();
    expect(await Promise.all(all)).toEqual(['media.busy', 'media.busy', 'media.busy']);
    await expect(pool.processPicture(small)).rejects.toMatchObject({ code: 'media.busy', status: 503 });
  });
});

async function expectClean(picture: ProcessedPicture): Promise<void> {
  for (const { bytes } of picture.files) {
    const meta = await sharp(bytes).metadata();
    expect([meta.exif, meta.xmp, meta.iptc, meta.icc, meta.orientation]).toEqual(Array.from({ length: 5 }));
    expect(bytes.includes('CANARY')).toBe(false);
  }
}

/** Ids of the picture processes that this process has started and that still run. */
function childProcesses(): number[] {
  const lines = execFileSync('ps', ['-o', 'pid=,stat=,args=', '--ppid', String(process.pid)])
    .toString()
    .split('\n');
  return lines
    .filter((line) => line.includes('picture-process.mjs') && !/^\s*\d+\s+Z/.test(line))
    .map((line) => parseInt(line, 10));
}

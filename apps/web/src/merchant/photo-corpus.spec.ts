import { readdirSync, readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { Memberships, People, Sessions } from '#libs/accounts';
import { type PhotoView, Products } from '#libs/catalog';
import { newId } from '#libs/kernel';
import { asShop } from '#libs/tenancy';
import { createShop } from '../../../../test/support/order-shop.js';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';

const FOLDER = process.env['CORPUS_DIR'] ? path.join(process.env['CORPUS_DIR'], 'images') : null;
const MEGABYTE = 1024 * 1024;
const WIDTHS = [320, 640, 960, 1600];
const PAYLOAD = /<script|<\?php|alert\(|<svg|<html/i;

const inCorpus = FOLDER ? describe : describe.skip; // skipped: CORPUS_DIR not set

/** Every picture goes in as a merchant sends it, and comes out as a customer sees it. */
inCorpus('pictures of all origins through the upload', () => {
  let web: TestWeb;
  let shopId: string;
  let cookie: string;
  let idle = 0;
  let most = 0;
  const accepted = new Map<string, PhotoView>();
  const refused = new Map<string, string>();
  const host = 'gestion.devanture.localhost:8080';
  const files = FOLDER
    ? (readdirSync(FOLDER, { recursive: true }) as string[]).filter((name) =>
        statSync(path.join(FOLDER, name)).isFile(),
      )
    : [];

  beforeAll(async () => {
    web = await testWeb();
    shopId = await createShop(web);
    const person = await web.app.get(People).ensure({ email: `${newId()}@example.fr` });
    await web.app.get(Memberships).grant(person.personId, { role: 'staff', shopId, initiativeId: null });
    cookie = `__Host-session=${await web.app.get(Sessions).open(person.personId)}`;
    const warm = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#c03050' } })
      .jpeg()
      .toBuffer();
    await Promise.all([send('warm.jpg', warm), send('warm.jpg', warm)]);
    idle = await memory();
    const watch = setInterval(() => void memory().then((now) => (most = Math.max(most, now))), 50);
    for (const file of files) await upload(file);
    clearInterval(watch);
  }, 600_000);

  afterAll(() => web?.close());

  /** Of this process, which serves the pages, and of those that decode pictures; bytes. */
  async function memory(): Promise<number> {
    const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const sizes = processes.map((pid) => (pid === String(process.pid) || isDecoder(pid) ? residentOf(pid) : 0));
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  const read = (file: string): string => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return ''; // it has ended
    }
  };
  const isDecoder = (pid: string): boolean =>
    read(`/proc/${pid}/cmdline`).includes('picture-process') &&
    read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ')[1] === String(process.pid);
  const residentOf = (pid: string): number =>
    Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;

  const photosOf = async (productId: string): Promise<PhotoView[]> =>
    (await asShop(shopId, () => web.app.get(Products).byId(productId))).photos;

  async function send(name: string, bytes: Buffer) {
    const { productId } = await asShop(shopId, () =>
      web.app.get(Products).create({ name, variants: [{ priceCents: 100 }] }),
    );
    const head = `--cut\r\ncontent-disposition: form-data; name="photo"; filename="${path.basename(name)}"\r\n\r\n`;
    const answer = await web.app.inject({
      method: 'POST',
      url: `/produits/${productId}/photos`,
      headers: { host, cookie, origin: `http://${host}`, 'content-type': 'multipart/form-data; boundary=cut' },
      payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--cut--\r\n')]),
    });
    return { productId, status: answer.statusCode, body: answer.body };
  }

  /** On a machine that has other work a picture may take longer than its time: it is sent again, as a merchant would. */
  async function sendPatiently(file: string) {
    const bytes = readFileSync(path.join(FOLDER!, file));
    for (let attempt = 1; ; attempt++) {
      const answer = await send(file, bytes);
      if (attempt === 4 || !answer.body.includes('pas pu être préparée')) return answer;
    }
  }

  async function upload(file: string): Promise<void> {
    const { productId, status, body } = await sendPatiently(file);
    const [photo] = await photosOf(productId);
    if (status === 303 && photo) return void accepted.set(file, photo);
    const sentence = /id="photo-error".*?<\/span>\s*<\/span>|id="photo-error"[^]*?<\/p>/.exec(body)?.[0] ?? '';
    refused.set(
      file,
      photo
        ? 'kept all the same'
        : sentence
            .replace(/<[^>]*>/g, ' ')
            .replace(/^[^>]*>/, '')
            .trim(),
    );
  }

  const served = async (photo: PhotoView, file: string) => {
    const url = `/media/shops/${shopId}/photos/${photo.photoId}/${file}`;
    const answer = await web.app.inject({ url, headers: { host, cookie } });
    return { status: answer.statusCode, type: answer.headers['content-type'], bytes: answer.rawPayload };
  };

  it('are taken, or refused with a sentence', () => {
    console.log(
      `${accepted.size} of ${files.length} pictures accepted, ${refused.size} refused:\n${[...refused].join('\n')}`,
    );
    expect(files.length).toBeGreaterThan(50);
    expect(accepted.size + refused.size).toBe(files.length);
    const silent = [...refused].filter(([, sentence]) => !/\p{Lu}[^.]{10,}\./u.test(sentence));
    expect(silent).toEqual([]);
    expect(
      [...accepted.keys()].filter((file) =>
        /\.svg$|bomb_30000|65500|html_named|polyglot|zero_width|\.heic$|cut_at/.test(file),
      ),
    ).toEqual([]);
  });

  it('are served in every size, without metadata and without what was hidden in them', async () => {
    for (const [file, photo] of accepted) {
      const own = photo.width!;
      expect([file, photo.widths]).toEqual([file, [...WIDTHS.filter((width) => width < own), own]]);
      const names = [
        ...photo.widths.flatMap((width) => [`${width}.webp`, `${width}.avif`]),
        `${Math.min(960, own)}.jpg`,
      ];
      for (const name of names) {
        const { status, type, bytes } = await served(photo, name);
        expect([file, name, status]).toEqual([file, name, 200]);
        expect(type).toMatch(/^image\/(?:webp|avif|jpeg)$/);
        const meta = await sharp(bytes).metadata();
        expect([file, meta.exif, meta.xmp, meta.iptc, meta.icc, meta.orientation]).toEqual([
          file,
          ...Array.from({ length: 5 }),
        ]);
        expect([file, PAYLOAD.test(bytes.toString('latin1'))]).toEqual([file, false]);
      }
    }
  }, 300_000);

  it('are upright: the same photo in nine orientations looks the same', async () => {
    const turned = [...accepted].filter(([file]) => /Landscape_\d/.test(file));
    const sizes = turned.map(([, { width, height }]) => `${width}x${height}`);
    expect(sizes).toEqual(Array.from({ length: 9 }, () => '1600x1067'));
    const looks = await Promise.all(turned.map(([, photo]) => thumbnail(photo)));
    const distances = looks.map((look) => look.reduce((sum, value, at) => sum + Math.abs(value - looks[0]![at]!), 0));
    expect(Math.max(...distances) / looks[0]!.length).toBeLessThan(12);
    expect(accepted.get('made/gps_orientation6.jpg')).toMatchObject({ state: 'ready' });
  });

  async function thumbnail(photo: PhotoView): Promise<Buffer> {
    const { bytes } = await served(photo, '320.webp');
    return sharp(bytes).resize(24, 16, { fit: 'fill' }).removeAlpha().raw().toBuffer();
  }

  it('leave the memory of the server flat', () => {
    const grown = (most - idle) / MEGABYTE;
    console.log(`web and decoders: ${(idle / MEGABYTE).toFixed(0)} MB idle, at most ${grown.toFixed(0)} MB more`);
    expect(grown).toBeLessThan(300);
  });
});

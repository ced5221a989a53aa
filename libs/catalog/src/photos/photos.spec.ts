import { readdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import sharp from 'sharp';
import { newId, NotFoundError } from '#libs/kernel';
import { BrokenPictureError, EmptyPictureError, MEDIA_STORE, type MediaStore, NotAPictureError } from '#libs/platform';
import { asShop } from '#libs/tenancy';
import {
  catalogRig,
  type CatalogRig,
  catalogRows,
  emptyShop,
  waitingJobs,
} from '../../../../test/support/catalog-shop.js';
import { PhotoOrderError, Photos, Products, TooManyPhotosError } from '../index.js';
import { PhotoFetchJob } from './photo-fetch.job.js';
import { PhotoFilesJob } from './photo-files.job.js';

describe('photos', () => {
  let rig: CatalogRig;
  let server: Server;
  let host: string;
  let photos: Photos;
  let picture: Buffer;
  let shopId: string;
  let productId: string;
  const answers: Record<string, [number, Buffer | string]> = {};

  beforeAll(async () => {
    picture = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#c03050' } })
      .jpeg()
      .toBuffer();
    server = createServer((request, response) => {
      const [status, body] = answers[request.url ?? ''] ?? [404, 'nothing'];
      response.writeHead(status).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    rig = await catalogRig({ OUTBOUND_ALLOW: host });
    photos = rig.module.get(Photos);
  }, 60_000);

  afterAll(async () => {
    await rig.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  beforeEach(async () => {
    shopId = await emptyShop(rig);
    const roses = { name: 'Bouquet de roses', published: true, variants: [{ priceCents: 2500, onHand: 4 }] };
    productId = (await here(() => rig.module.get(Products).create(roses))).productId;
  });

  const here = <T>(work: () => Promise<T>): Promise<T> => asShop(shopId, work);
  const shown = async () => (await here(() => rig.module.get(Products).byId(productId))).photos;
  const files = async (photoId: string): Promise<string[]> =>
    (await readdir(path.join(rig.mediaDir, `shops/${shopId}/photos/${photoId}`)).catch(() => [])).toSorted((a, b) =>
      a < b ? -1 : 1,
    );
  const fetch = (photoId: string, attempt = 1) =>
    here(() => rig.module.get(PhotoFetchJob).handle({ shopId, photoId, attempt }));
  const fromUrl = (url: string) => here(() => photos.addFromUrl(productId, url));

  it('processes, stores and shows what was sent', async () => {
    const added = await here(() => photos.add(productId, picture, ' Douze roses\n rouges '));
    expect(added).toEqual({
      photoId: expect.any(String),
      alt: 'Douze roses rouges',
      state: 'ready',
      reason: null,
      width: 400,
      height: 300,
      widths: [320, 400],
      color: expect.stringMatching(/^#[0-9a-f]{6}$/),
    });
    expect(await shown()).toEqual([added]);
    expect(await files(added.photoId)).toEqual(['320.avif', '320.webp', '400.avif', '400.jpg', '400.webp']);
    const { items } = await here(() => rig.module.get(Products).list());
    expect(items[0]!.photo).toEqual(added);
    expect(await waitingJobs(rig, shopId)).toEqual(['product.changed', 'product.changed']);
  });

  it('refuses what is no picture, and keeps neither row nor file', async () => {
    const before = await catalogRows(rig, shopId);
    const add = (bytes: Buffer) => here(() => photos.add(productId, bytes));
    await expect(add(Buffer.from('Bonjour, voici mes roses'))).rejects.toThrow(NotAPictureError);
    await expect(add(Buffer.alloc(0))).rejects.toThrow(EmptyPictureError);
    await expect(add(picture.subarray(0, 300))).rejects.toThrow(BrokenPictureError);
    expect(await catalogRows(rig, shopId)).toEqual(before);
    expect(await readdir(path.join(rig.mediaDir, `shops/${shopId}`)).catch(() => [])).toEqual([]);
  });

  it('orders, removes, and removes the files afterwards', async () => {
    const [a, b, c] = [await addOne(), await addOne(), await addOne()];
    await here(() => photos.reorder(productId, [c, a, b]));
    expect((await shown()).map(({ photoId }) => photoId)).toEqual([c, a, b]);
    for (const wrong of [[a, b], [a, b, b], [a, b, newId()], []]) {
      await expect(here(() => photos.reorder(productId, wrong))).rejects.toThrow(PhotoOrderError);
    }
    await here(() => photos.remove(c));
    expect((await shown()).map(({ photoId }) => photoId)).toEqual([a, b]);
    await here(() => rig.module.get(PhotoFilesJob).handle({ shopId, photoIds: [c, a] }));
    expect(await files(c)).toEqual([]);
    expect(await files(a)).toHaveLength(5);
    async function addOne(): Promise<string> {
      return (await here(() => photos.add(productId, picture))).photoId;
    }
  });

  it('does not find products and photos of another shop', async () => {
    const { photoId } = await here(() => photos.add(productId, picture));
    const other = await emptyShop(rig);
    const there = <T>(work: () => Promise<T>) => expect(asShop(other, work)).rejects.toThrow(NotFoundError);
    await there(() => photos.add(productId, picture));
    await there(() => photos.addFromUrl(productId, `http://${host}/a.jpg`));
    await there(() => photos.remove(photoId));
    await there(() => photos.retry(photoId));
    await there(() => photos.reorder(productId, [photoId]));
    expect((await shown()).map((photo) => photo.photoId)).toEqual([photoId]);
    expect(await readdir(path.join(rig.mediaDir, `shops/${other}`)).catch(() => [])).toEqual([]);
  });

  it('takes twenty photos and no more', async () => {
    for (let n = 0; n < 20; n++) await fromUrl(`http://${host}/${n}.jpg`);
    await expect(fromUrl(`http://${host}/20.jpg`)).rejects.toThrow(TooManyPhotosError);
    await expect(here(() => photos.add(productId, picture))).rejects.toThrow(TooManyPhotosError);
    expect(await shown()).toHaveLength(20);
  });

  it('fetches a photo by its address, once', async () => {
    answers['/rose.jpg'] = [200, picture];
    const photoId = await fromUrl(`http://${host}/rose.jpg`);
    expect(await waitingJobs(rig, shopId)).toEqual(['product.changed', 'product.changed', 'catalog.photo']);
    await fetch(photoId);
    expect(await shown()).toMatchObject([{ photoId, state: 'ready', width: 400, widths: [320, 400] }]);
    const jobs = await waitingJobs(rig, shopId);
    await fetch(photoId);
    expect(await waitingJobs(rig, shopId)).toEqual(jobs);
    await expect(here(() => photos.retry(photoId))).rejects.toThrow(NotFoundError);
  });

  it('keeps the product when the host cannot be reached: asks five times more, then says so', async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    const closed = await catalogRig({ OUTBOUND_ALLOW: `127.0.0.1:${port}` });
    const shop = await emptyShop(closed);
    const inShop = <T>(work: () => Promise<T>) => asShop(shop, work);
    const products = closed.module.get(Products);
    const roses = { name: 'Roses', published: true, variants: [{ priceCents: 2500 }] };
    const { productId: id } = await inShop(() => products.create(roses));
    const photoId = await inShop(() => closed.module.get(Photos).addFromUrl(id, `http://127.0.0.1:${port}/a.jpg`));
    const states: unknown[] = [];
    for (let attempt = 1; attempt <= 6; attempt++) {
      await inShop(() => closed.module.get(PhotoFetchJob).handle({ shopId: shop, photoId, attempt }));
      const { photos: now, published } = await inShop(() => products.byId(id));
      states.push([now[0]!.state, now[0]!.reason, published]);
    }
    const waits = Array.from({ length: 5 }, () => ['waiting', 'outbound.unreachable', true]);
    expect(states).toEqual([...waits, ['failed', 'outbound.unreachable', true]]);
    await inShop(() => closed.module.get(Photos).retry(photoId));
    expect((await inShop(() => products.byId(id))).photos[0]).toMatchObject({ state: 'waiting', reason: null });
    await closed.close();
  });

  it.each([
    ['/text.jpg', [200, 'Bonjour'], 'media.not_a_picture', 'failed'],
    ['/missing.jpg', [404, ''], 'outbound.status', 'failed'],
    ['/tired.jpg', [503, ''], 'outbound.status', 'waiting'],
  ] as [string, [number, string], string, string][])(
    'says what %s is, and keeps the product',
    async (address, answer, reason, state) => {
      answers[address] = answer;
      const photoId = await fromUrl(`http://${host}${address}`);
      await fetch(photoId);
      expect(await shown()).toMatchObject([{ photoId, state, reason }]);
    },
  );

  it('never goes to a private address, and forgets a photo that was removed meanwhile', async () => {
    const forged = await fromUrl('http://169.254.169.254/latest');
    await fetch(forged);
    expect(await shown()).toMatchObject([{ state: 'failed', reason: 'outbound.blocked' }]);
    answers['/rose.jpg'] = [200, picture];
    const photoId = await fromUrl(`http://${host}/rose.jpg`);
    await here(() => photos.remove(photoId));
    await fetch(photoId);
    expect(await files(photoId)).toEqual([]);
  });

  it('leaves the job to the worker when our own store is down', async () => {
    answers['/rose.jpg'] = [200, picture];
    const photoId = await fromUrl(`http://${host}/rose.jpg`);
    const store = rig.module.get<MediaStore>(MEDIA_STORE);
    const { MediaStoreUnavailableError } = await import('#libs/platform');
    const put = store.put.bind(store);
    store.put = () => Promise.reject(new MediaStoreUnavailableError({ reason: 'full' }));
    await expect(fetch(photoId)).rejects.toThrow(MediaStoreUnavailableError);
    store.put = put;
    expect(await shown()).toMatchObject([{ state: 'waiting', reason: null }]);
    await fetch(photoId);
    expect(await shown()).toMatchObject([{ state: 'ready' }]);
  });
});

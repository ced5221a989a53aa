import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { createMediaStore, type MediaStore, type S3Settings } from './index.js';

interface S3Server {
  run(): Promise<{ port: number }>;
  close(): Promise<void>;
}
type S3ServerClass = new (options: Record<string, unknown>) => S3Server;
const S3rver = createRequire(import.meta.url)('s3rver') as S3ServerClass;

const SHOP = '3f2c1d10-0000-4000-8000-000000000001';
const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER', region: 'us-east-1' };

let dir: string;
let server: S3Server;
let s3: S3Settings;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'media-'));
  server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: join(dir, 's3') });
  const { port } = await server.run();
  s3 = { endpoint: `http://127.0.0.1:${port}`, bucket: 'devanture', createsBucket: true, ...credentials };
});

afterAll(async () => {
  await server.close();
  await rm(dir, { recursive: true, force: true });
});

describe.each(['files', 's3'])('media in %s', (driver) => {
  let store: MediaStore;

  beforeAll(async () => {
    store = createMediaStore({ dir: join(dir, 'files'), s3: driver === 's3' ? s3 : null });
    await store.prepare();
    await store.prepare();
  });
  afterAll(() => store.close());

  it('gives back what was put, with its type and size', async () => {
    const body = randomBytes(300_000);
    const key = `shops/${SHOP}/photos/p1/640.webp`;
    await store.put(key, body, 'image/webp');
    const found = (await store.get(key))!;
    expect({ type: found.contentType, size: found.size }).toEqual({ type: 'image/webp', size: 300_000 });
    expect(digest(await all(found.body))).toBe(digest(body));
  });

  it('replaces body and type', async () => {
    await store.put('imports/a.csv', Buffer.from('name;price'), 'application/vnd.test');
    expect((await read(store, 'imports/a.csv')).contentType).toBe('application/vnd.test');
    await store.put('imports/a.csv', Buffer.from(''), 'text/csv');
    expect(await read(store, 'imports/a.csv')).toEqual({ contentType: 'text/csv', text: '', size: 0 });
  });

  it('answers null for what is not there, and deletes twice without an error', async () => {
    expect(await store.get('nothing/here.webp')).toBeNull();
    await store.put('gone/x.json', Buffer.from('{}'), 'application/json');
    await store.delete('gone/x.json');
    await store.delete('gone/x.json');
    expect(await store.get('gone/x.json')).toBeNull();
    expect(await store.get('gone')).toBeNull();
  });

  it('lists keys by prefix', async () => {
    const keys = ['l/a-b/1', 'l/a.txt', 'l/a/1', 'l/a/2', 'l/ab', 'l/b/c/d', 'm/other'];
    for (const key of [...keys].reverse()) await store.put(key, Buffer.from(key), 'text/plain');
    expect(await list(store, 'l/')).toEqual(keys.slice(0, 6));
    expect(await list(store, 'l/a')).toEqual(keys.slice(0, 5));
    expect(await list(store, 'l/a/')).toEqual(['l/a/1', 'l/a/2']);
    expect(await list(store, 'l/b/c/d')).toEqual(['l/b/c/d']);
    expect(await list(store, 'nowhere/')).toEqual([]);
    expect((await list(store, '')).filter((key) => key.startsWith('l/') || key.startsWith('m/'))).toEqual(keys);
  });

  it('refuses keys that would leave its place, whatever is asked', async () => {
    const bad = [
      '',
      '/etc/passwd',
      '../x',
      'a/../b',
      'a/..',
      'a/./b',
      'a//b',
      'a/',
      'A',
      'a b',
      'a\\b',
      'a\0',
      'é',
      '.x',
    ];
    for (const key of [...bad, 'a'.repeat(513), `x/${'y'.repeat(201)}`]) {
      await expect(store.put(key, Buffer.from('x'), 'text/plain')).rejects.toThrow('Not a media key');
      await expect(store.get(key)).rejects.toThrow('Not a media key');
      await expect(store.delete(key)).rejects.toThrow('Not a media key');
    }
    await expect(list(store, '../')).rejects.toThrow('Not a media key');
  });
});

it('never shows half a file while it is written over', async () => {
  const store = createMediaStore({ dir: join(dir, 'files') });
  const bodies = ['a', 'b'].map((letter) => Buffer.from(letter.repeat(200_000)));
  await store.put('race/x.json', bodies[0]!, 'application/json');
  const writes = Promise.all([1, 0, 1, 0].map((which) => store.put('race/x.json', bodies[which]!, 'application/json')));
  for (let n = 0; n < 10; n++) {
    const { text } = await read(store, 'race/x.json');
    expect([text.length, new Set(text).size]).toEqual([200_000, 1]);
  }
  await writes;
});

it('leaves no unfinished file behind', async () => {
  expect(await readdir(join(dir, 'files', '~incoming'))).toEqual([]);
});

it('gives an address for a file in S3', async () => {
  const store = createMediaStore({ dir, s3 });
  await store.put('linked/x.json', Buffer.from('{"a":1}'), 'application/json');
  const answer = await fetch(await store.url!('linked/x.json', 60));
  expect(await answer.text()).toBe('{"a":1}');
  await store.close();
});

it('says so when the store is down, the bucket missing or the folder not one', async () => {
  const down = createMediaStore({ dir, s3: { ...s3, endpoint: 'http://127.0.0.1:9' } });
  const noBucket = createMediaStore({ dir, s3: { ...s3, bucket: 'missing', createsBucket: false } });
  const unavailable = { code: 'media.store_unavailable', status: 503 };
  await expect(down.put('a', Buffer.from('x'), 'text/plain')).rejects.toMatchObject(unavailable);
  await expect(down.get('a')).rejects.toMatchObject(unavailable);
  await expect(down.prepare()).rejects.toMatchObject(unavailable);
  await expect(noBucket.prepare()).rejects.toMatchObject({ ...unavailable, details: { reason: 'NoSuchBucket' } });
  await expect(noBucket.put('a', Buffer.from('x'), 'text/plain')).rejects.toMatchObject(unavailable);
  await expect(noBucket.get('a')).rejects.toMatchObject(unavailable);
  await writeFile(join(dir, 'file'), '');
  await expect(createMediaStore({ dir: join(dir, 'file') }).prepare()).rejects.toThrow('ENOTDIR');
  await Promise.all([down.close(), noBucket.close()]);
});

async function read(store: MediaStore, key: string): Promise<{ contentType: string; size: number; text: string }> {
  const { body, contentType, size } = (await store.get(key))!;
  return { contentType, size, text: (await all(body)).toString() };
}

async function all(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function list(store: MediaStore, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of store.list(prefix)) keys.push(key);
  return keys.sort();
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

import { pipeline, Readable } from 'node:stream';
import { createGunzip, createInflate, createInflateRaw, type Gunzip, type Inflate, type InflateRaw } from 'node:zlib';

/** The body is longer than asked for. */
export class BodyTooLarge extends Error {}
/** The body is compressed in a way we do not read. */
export class UnknownEncoding extends Error {}

/**
 * Reads a body to its end, decompressed; stops at the first byte above `maxBytes`, so memory stays at `maxBytes` plus
 * one buffer whatever a bomb promises. @throws BodyTooLarge, UnknownEncoding, or what the stream says
 */
export async function readBody(body: Readable, encoding: string, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of await decompressed(body, encoding)) {
    length += (chunk as Buffer).length;
    if (length > maxBytes) throw new BodyTooLarge();
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks, length);
}

async function decompressed(body: Readable, encoding: string): Promise<Readable> {
  if (encoding === '' || encoding === 'identity') return body;
  if (encoding === 'gzip' || encoding === 'x-gzip') return through(body, createGunzip());
  if (encoding !== 'deflate') throw new UnknownEncoding();
  // Half of the servers say `deflate` and mean it without the zlib header; the first byte tells.
  const chunks = body[Symbol.asyncIterator]();
  const first = await chunks.next();
  const hasHeader = !first.done && ((first.value as Buffer)[0] ?? 0) % 16 === 8;
  return through(Readable.from(rejoined(first, chunks, body)), hasHeader ? createInflate() : createInflateRaw());
}

async function* rejoined(first: IteratorResult<unknown>, rest: AsyncIterator<unknown>, body: Readable) {
  try {
    for (let next = first; !next.done; next = await rest.next()) yield next.value;
  } finally {
    body.destroy();
  }
}

/** Errors arrive at the reader of the result. */
function through(body: Readable, zlib: Gunzip | Inflate | InflateRaw): Readable {
  return pipeline(body, zlib, () => undefined);
}

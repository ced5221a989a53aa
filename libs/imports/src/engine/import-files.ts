import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { newId } from '#libs/kernel';
import { FileTooLargeError, MEDIA_STORE, type MediaStore, TABLE_LIMITS } from '#libs/platform';
import { ImportFileGoneError } from '../imports.errors.js';

/** A file as it was kept: `key` names it, `bytes` is its size, `sha256` in hexadecimal. */
export interface KeptFile {
  key: string;
  bytes: number;
  sha256: string;
}

const PART_BYTES = 8_000_000;

/**
 * Files to import, in the media store under `imports/<id>/`, cut into parts of 8 MB so that no file is ever held whole.
 * Deleting is by key; several imports may read one file.
 */
@Injectable()
export class ImportFiles {
  constructor(@Inject(MEDIA_STORE) private readonly store: MediaStore) {}

  /** @throws FileTooLargeError beyond 200 MB; what was kept until then is removed. */
  async keep(source: AsyncIterable<Uint8Array>): Promise<KeptFile> {
    const key = `imports/${newId()}`;
    const hash = createHash('sha256');
    let bytes = 0;
    let part = 0;
    try {
      for await (const piece of partsOf(source)) {
        bytes += piece.length;
        if (bytes > TABLE_LIMITS.file) throw new FileTooLargeError({ megabytes: Math.round(TABLE_LIMITS.file / 1e6) });
        hash.update(piece);
        await this.store.put(partKey(key, part++), piece, 'application/octet-stream');
      }
    } catch (error) {
      await this.remove(key);
      throw error;
    }
    return { key, bytes, sha256: hash.digest('hex') };
  }

  /** The file's bytes from the start. @throws ImportFileGoneError when its first part is missing and it was not empty. */
  async *open(file: { fileKey: string; fileBytes: number }): AsyncGenerator<Buffer> {
    let left = file.fileBytes;
    for (let part = 0; left > 0; part++) {
      const stored = await this.store.get(partKey(file.fileKey, part));
      if (!stored) throw new ImportFileGoneError();
      left -= stored.size;
      for await (const chunk of stored.body) yield chunk as Buffer;
    }
  }

  async remove(key: string): Promise<void> {
    for await (const part of this.store.list(`${key}/`)) await this.store.delete(part);
  }

  /** `epochMs`: an instant in milliseconds since 1970. A file's key is made of the instant at which it was kept. */
  async removeOlderThan(epochMs: number): Promise<void> {
    const old: string[] = [];
    for await (const part of this.store.list('imports/')) if (keptAt(part) < epochMs) old.push(part);
    for (const part of old) await this.store.delete(part);
  }
}

/** The first 48 bits of an identifier of version 7 count milliseconds; what is no such key is never old. */
function keptAt(part: string): number {
  const [, high, low] = /^imports\/([0-9a-f]{8})-([0-9a-f]{4})-7/.exec(part) ?? [];
  return high === undefined || low === undefined ? Number.POSITIVE_INFINITY : Number.parseInt(high + low, 16);
}

const partKey = (key: string, part: number): string => `${key}/${String(part).padStart(4, '0')}`;

async function* partsOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    held.push(chunk);
    size += chunk.length;
    if (size < PART_BYTES) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}

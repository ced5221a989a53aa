import { randomUUID } from 'node:crypto';
import { type Dirent } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { checkMediaKey, checkMediaPrefix } from './media-key.js';
import type { MediaStore, StoredMedia } from './media-store.js';
import { MediaStoreUnavailableError } from './media.errors.js';

/** Types that the name alone tells; any other is written beside the file. */
const TYPES: Record<string, string> = {
  webp: 'image/webp',
  avif: 'image/avif',
  jpg: 'image/jpeg',
  png: 'image/png',
  csv: 'text/csv',
  json: 'application/json',
  pdf: 'application/pdf',
  zip: 'application/zip',
};
const FALLBACK_TYPE = 'application/octet-stream';
/** `~` cannot occur in a key, so these names never meet one. */
const INCOMING = '~incoming';
const TYPE_SUFFIX = '~type';
const UNAVAILABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'EIO', 'EMFILE', 'ENFILE', 'ESTALE']);

/** Media as files below one folder. Two keys of which one is a folder of the other (`a`, `a/b`) cannot both exist. */
export class FileMediaStore implements MediaStore {
  private readonly dir: string;

  constructor(dir: string) {
    this.dir = resolve(dir);
  }

  async prepare(): Promise<void> {
    await reachable(mkdir(join(this.dir, INCOMING), { recursive: true }));
  }

  async put(key: string, body: Buffer, contentType: string): Promise<void> {
    const path = this.path(key);
    await reachable(mkdir(dirname(path), { recursive: true }));
    const isPlainType = contentType === typeOfName(key);
    if (!isPlainType) await this.write(path + TYPE_SUFFIX, Buffer.from(contentType));
    await this.write(path, body);
    if (isPlainType) await reachable(rm(path + TYPE_SUFFIX, { force: true }));
  }

  async get(key: string): Promise<StoredMedia | null> {
    const path = this.path(key);
    const file = await orNull(open(path, 'r'));
    if (file === null) return null;
    try {
      const stats = await file.stat();
      const written = stats.isFile() ? await orNull(readFile(path + TYPE_SUFFIX, 'utf8')) : null;
      if (stats.isFile()) {
        return { body: file.createReadStream(), contentType: written ?? typeOfName(key), size: stats.size };
      }
    } catch (error) {
      await file.close();
      throw error;
    }
    await file.close();
    return null;
  }

  async delete(key: string): Promise<void> {
    const path = this.path(key);
    await orNull(unlink(path));
    await orNull(unlink(path + TYPE_SUFFIX));
  }

  async *list(prefix: string): AsyncIterable<string> {
    checkMediaPrefix(prefix);
    yield* this.walk(prefix.slice(0, prefix.lastIndexOf('/') + 1), prefix);
  }

  async close(): Promise<void> {}

  /** `folder` is empty or ends in `/`. */
  private async *walk(folder: string, prefix: string): AsyncIterable<string> {
    const entries = (await orNull(readdir(join(this.dir, folder), { withFileTypes: true }))) ?? [];
    const names = entries.filter((entry) => !entry.name.includes('~')).map(nameInKey);
    for (const name of names) {
      const key = folder + name;
      if (key.endsWith('/')) {
        if (key.startsWith(prefix) || prefix.startsWith(key)) yield* this.walk(key, prefix);
      } else if (key.startsWith(prefix)) yield key;
    }
  }

  private path(key: string): string {
    checkMediaKey(key);
    return join(this.dir, key);
  }

  private async write(path: string, body: Buffer): Promise<void> {
    const incoming = join(this.dir, INCOMING, randomUUID());
    await reachable(mkdir(dirname(incoming), { recursive: true }));
    try {
      const file = await open(incoming, 'wx');
      try {
        await file.writeFile(body);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(incoming, path);
    } catch (error) {
      await rm(incoming, { force: true });
      throw asUnavailable(error);
    }
  }
}

function nameInKey(entry: Dirent): string {
  return entry.isDirectory() ? `${entry.name}/` : entry.name;
}

function typeOfName(key: string): string {
  return TYPES[key.slice(key.lastIndexOf('.') + 1)] ?? FALLBACK_TYPE;
}

async function reachable<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw asUnavailable(error);
  });
}

async function orNull<T>(work: Promise<T>): Promise<T | null> {
  return work.catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error))) return null;
    throw asUnavailable(error);
  });
}

function asUnavailable(error: unknown): unknown {
  return UNAVAILABLE.has(codeOf(error)) ? new MediaStoreUnavailableError({ reason: codeOf(error) }) : error;
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}

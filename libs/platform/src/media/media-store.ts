import type { Readable } from 'node:stream';

/** One stored file. `size` is in bytes. Whoever asked for it reads `body` to its end or destroys it. */
export interface StoredMedia {
  body: Readable;
  contentType: string;
  size: number;
}

/**
 * Files by key (`checkMediaKey` says what a key is). Every method throws `MediaStoreUnavailableError` when the store
 * is down or full, and `BadMediaKeyError` on a key that is none.
 */
export interface MediaStore {
  /** Makes the folder or, where that is allowed, the bucket. Call it once at start. */
  prepare(): Promise<void>;
  /** Writes the whole file or nothing; what was there before is replaced. */
  put(key: string, body: Buffer, contentType: string): Promise<void>;
  get(key: string): Promise<StoredMedia | null>;
  /** Deleting what is not there is no error. */
  delete(key: string): Promise<void>;
  /** All keys that begin with `prefix`, each once, in no promised order. */
  list(prefix: string): AsyncIterable<string>;
  /** An address from which the file can be fetched without us for `seconds`; absent where there is none. */
  url?(key: string, seconds: number): Promise<string>;
  /** Ends open connections. */
  close(): Promise<void>;
}

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { FileTooLargeError } from './tabular.errors.js';

/** A file's path, or its bytes as they arrive. */
export type ByteSource = string | AsyncIterable<Buffer | Uint8Array>;

/** Bytes read once from front to back, with a look at the first ones and a bound on them all. */
export class BoundedBytes {
  private readonly pending: Buffer[] = [];
  private read = 0;
  private done = false;

  private constructor(
    private readonly chunks: AsyncIterator<Buffer | Uint8Array>,
    private readonly limit: number,
  ) {}

  /** Throws `FileTooLargeError` at once when a file on disk is over `limit` bytes. */
  static async open(source: ByteSource, limit: number): Promise<BoundedBytes> {
    if (typeof source !== 'string') return new BoundedBytes(source[Symbol.asyncIterator](), limit);
    if ((await stat(source)).size > limit) throw tooLarge(limit);
    const stream: AsyncIterable<Buffer> = createReadStream(source);
    return new BoundedBytes(stream[Symbol.asyncIterator](), limit);
  }

  /** The first `size` bytes (fewer at the end of the file), which `next` gives again. */
  async peek(size: number): Promise<Buffer> {
    let held = this.pending.reduce((sum, chunk) => sum + chunk.length, 0);
    while (held < size) {
      const chunk = await this.pull();
      if (!chunk) break;
      this.pending.push(chunk);
      held += chunk.length;
    }
    const all = Buffer.concat(this.pending.splice(0));
    if (all.length > 0) this.pending.push(all);
    return all;
  }

  async next(): Promise<Buffer | null> {
    return this.pending.shift() ?? (await this.pull());
  }

  /** Whether `peek` has seen the last byte. */
  get isExhausted(): boolean {
    return this.done;
  }

  async close(): Promise<void> {
    this.done = true;
    await this.chunks.return?.();
  }

  private async pull(): Promise<Buffer | null> {
    while (!this.done) {
      const { value, done } = await this.chunks.next();
      if (done) break;
      this.read += value.length;
      if (this.read > this.limit) {
        await this.close();
        throw tooLarge(this.limit);
      }
      if (value.length > 0) return Buffer.isBuffer(value) ? value : Buffer.from(value);
    }
    this.done = true;
    return null;
  }
}

const tooLarge = (limit: number): FileTooLargeError => new FileTooLargeError({ megabytes: Math.round(limit / 1e6) });

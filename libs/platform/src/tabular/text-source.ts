import type { BoundedBytes } from './byte-source.js';
import { announcedEncoding, guessEncoding, TextDecoding, type Encoding } from './encoding.js';

const SAMPLE_BYTES = 65_536;

/**
 * Bytes as text. While a file without a mark holds ASCII only, its encoding stays open; the first other byte decides,
 * together with what follows it. Until then `encoding` answers `utf-8`.
 */
export class TextSource {
  private decoding: TextDecoding | null = null;
  private known: Encoding | null = null;
  private first = true;
  private ended = false;

  constructor(private readonly bytes: BoundedBytes) {}

  get encoding(): Encoding {
    return this.known ?? 'utf-8';
  }

  /** Whether some bytes were no characters; each stands as U+FFFD in the text. */
  get isDamaged(): boolean {
    return this.decoding?.damaged ?? false;
  }

  /** The next piece of text, without the byte order mark; null at the end. */
  async next(): Promise<string | null> {
    if (this.ended) return null;
    const text = await this.decodeNext();
    if (!this.first || text === null || text === '') return text;
    this.first = false;
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }

  private async decodeNext(): Promise<string | null> {
    if (!this.decoding) await this.decide();
    const chunk = await this.bytes.next();
    if (!chunk) {
      this.ended = true;
      return this.decoding?.end() || null;
    }
    return this.decoding ? this.decoding.write(chunk) : chunk.toString('latin1');
  }

  private async decide(): Promise<void> {
    const sample = await this.bytes.peek(SAMPLE_BYTES);
    this.known = (this.first ? announcedEncoding(sample) : null) ?? guessEncoding(sample);
    if (this.known) this.decoding = new TextDecoding(this.known);
  }
}

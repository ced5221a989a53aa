import type { Arena } from './arena.js';

/** A set of document numbers, one bit each: sets of hundreds of thousands are intersected in microseconds. */
export class Bitmap {
  private constructor(private words: Uint32Array) {}

  /** Room for numbers below `size`. */
  static empty(size: number): Bitmap {
    return new Bitmap(new Uint32Array((size + 31) >>> 5));
  }

  /** For one question: it does not grow. */
  static in(arena: Arena, size: number): Bitmap {
    return new Bitmap(arena.zeros((size + 31) >>> 5));
  }

  /** Grows as needed. */
  add(n: number): void {
    const at = n >>> 5;
    if (at >= this.words.length) {
      const wider = new Uint32Array(Math.max(at + 1, this.words.length * 2));
      wider.set(this.words);
      this.words = wider;
    }
    this.words[at]! |= 1 << (n & 31);
  }

  /** `numbers` are below the size this was made for. */
  addAll(numbers: Uint32Array): void {
    const { words } = this;
    for (let i = 0; i < numbers.length; i++) words[numbers[i]! >>> 5]! |= 1 << (numbers[i]! & 31);
  }

  delete(n: number): void {
    if (n >>> 5 < this.words.length) this.words[n >>> 5]! &= ~(1 << (n & 31));
  }

  has(n: number): boolean {
    return ((this.words[n >>> 5] ?? 0) & (1 << (n & 31))) !== 0;
  }

  /** In ascending order, written into `found`; answers the part that was written. */
  numbers(found: Uint32Array): Uint32Array {
    let n = 0;
    for (let i = 0; i < this.words.length; i++)
      for (let word = this.words[i]!; word !== 0; word &= word - 1)
        found[n++] = (i << 5) + 31 - Math.clz32(word & -word);
    return found.subarray(0, n);
  }
}

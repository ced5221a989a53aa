/** Room for the second number of a pair. */
const SECOND = 2 ** 20;

/** Pairs of a key below 2^32 and a number below 2^20, looked up by key: one sorted column instead of half a million lists. */
export class SortedPairs {
  private constructor(private readonly sorted: Float64Array) {}

  static from(pairs: Iterable<readonly [key: number, number: number]>): SortedPairs {
    const packed: number[] = [];
    for (const [key, number] of pairs) packed.push(key * SECOND + number);
    return new SortedPairs(Float64Array.from(packed).sort());
  }

  each(key: number, tell: (number: number) => void): void {
    const first = key * SECOND;
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.sorted[middle]! < first) low = middle + 1;
      else high = middle;
    }
    for (let at = low; at < this.sorted.length && this.sorted[at]! < first + SECOND; at++)
      tell(this.sorted[at]! - first);
  }
}

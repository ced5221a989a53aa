import type { KnownWord } from '../spelling.js';
import { SortedPairs } from './sorted-pairs.js';
import { deletesOf, hashOf, similarity, trigramsOf } from './word-likeness.js';

export interface WordRow extends KnownWord {
  sound: string;
}

/** As many words may come in before what they look like is looked up in the sorted columns. */
const RECENT_MOST = 500;
const SIMILAR = 0.3;
const byOften = (a: KnownWord, b: KnownWord): number => b.n - a.n || (a.word < b.word ? -1 : 1);

/** The vocabulary: words by their beginning, their sound, and their likeness. */
export class WordColumns {
  private readonly all: WordRow[] = [];
  private readonly byWord = new Map<string, number>();
  private readonly bySound = new Map<string, number[]>();
  private sorted: number[] = [];
  private deletes = SortedPairs.from([]);
  private trigrams = SortedPairs.from([]);
  private trigramCounts = new Uint8Array(0);
  private settled = 0;

  get(word: string): WordRow | undefined {
    const number = this.byWord.get(word);
    return number === undefined ? undefined : this.all[number];
  }

  write(row: WordRow): void {
    const known = this.byWord.get(row.word);
    if (known !== undefined) {
      this.all[known] = row;
      return;
    }
    const number = this.all.push(row) - 1;
    this.byWord.set(row.word, number);
    const same = this.bySound.get(row.sound);
    if (same) same.push(number);
    else this.bySound.set(row.sound, [number]);
  }

  /** Much has come since it was sorted. */
  get isUnsettled(): boolean {
    return this.all.length - this.settled > RECENT_MOST;
  }

  /** Sorts what has come: about 0.1 s for 50,000 words. */
  settle(): void {
    const { all } = this;
    this.sorted = all.map((_, n) => n).sort((a, b) => (all[a]!.word < all[b]!.word ? -1 : 1));
    this.deletes = SortedPairs.from(pairs(all, ({ word }) => deletesOf(word).map(hashOf)));
    this.trigrams = SortedPairs.from(pairs(all, ({ word }) => trigramsOf(word)));
    this.trigramCounts = Uint8Array.from(all, ({ word }) => trigramsOf(word).length);
    this.settled = all.length;
  }

  /** Words that begin so, the most frequent first. */
  beginning(begun: string, most: number): WordRow[] {
    const found: WordRow[] = [];
    for (let at = this.firstFrom(begun); at < this.sorted.length; at++) {
      const word = this.all[this.sorted[at]!]!;
      if (!word.word.startsWith(begun)) break;
      found.push(word);
    }
    for (const word of this.recent()) if (word.word.startsWith(begun)) found.push(word);
    return found.sort(byOften).slice(0, most);
  }

  /** Words with one mistake between them and this one. */
  oneMistake(word: string, most: number): WordRow[] {
    const own = new Set(deletesOf(word));
    const found = new Set<number>();
    for (const form of own) this.deletes.each(hashOf(form), (number) => found.add(number));
    const recent = this.recent().filter((known) => Math.abs(known.word.length - word.length) <= 1);
    return [...[...found].map((number) => this.all[number]!), ...recent]
      .filter((known) => deletesOf(known.word).some((form) => own.has(form)))
      .sort(byOften)
      .slice(0, most);
  }

  soundingAs(sound: string, most: number): WordRow[] {
    return (this.bySound.get(sound) ?? [])
      .map((number) => this.all[number]!)
      .sort(byOften)
      .slice(0, most);
  }

  /** Words that share trigrams with this one, as pg_trgm counts them. */
  similar(word: string, most: number): WordRow[] {
    const own = trigramsOf(word);
    const shared = new Uint8Array(this.settled);
    const met: number[] = [];
    for (const trigram of own)
      this.trigrams.each(trigram, (number) => {
        if (shared[number]!++ === 0) met.push(number);
      });
    const found: { known: WordRow; like: number }[] = [];
    for (const number of met) {
      const like = shared[number]! / (own.length + this.trigramCounts[number]! - shared[number]!);
      if (like >= SIMILAR) found.push({ known: this.all[number]!, like });
    }
    for (const known of this.recent()) {
      const like = similarity(own, trigramsOf(known.word));
      if (like >= SIMILAR) found.push({ known, like });
    }
    return found
      .sort((a, b) => b.like - a.like || byOften(a.known, b.known))
      .slice(0, most)
      .map(({ known }) => known);
  }

  private recent(): WordRow[] {
    return this.all.slice(this.settled);
  }

  private firstFrom(begun: string): number {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.all[this.sorted[middle]!]!.word < begun) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function* pairs(words: readonly WordRow[], keysOf: (word: WordRow) => number[]): Generator<[number, number]> {
  for (const [number, word] of words.entries()) for (const key of keysOf(word)) yield [key, number];
}

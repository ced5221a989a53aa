import type { Bitmap } from './bitmap.js';

/** Numbers of the documents that hold one lexeme, ascending. Documents that are gone stay until the index is loaded anew. */
class PostingList {
  private room = new Uint32Array(2);
  private length = 0;

  push(document: number): void {
    if (this.length === this.room.length) {
      const wider = new Uint32Array(this.length * 2);
      wider.set(this.room);
      this.room = wider;
    }
    this.room[this.length++] = document;
  }

  get numbers(): Uint32Array {
    return this.room.subarray(0, this.length);
  }
}

const NONE = new Uint32Array(0);
/** Of longer lists the gone ones are not counted out: their number only says how common a word is. */
const COUNTED = 64;

/** Which documents hold a word or a marker. */
export class Postings {
  private readonly lists = new Map<string, PostingList>();

  /**
   * `lexemes` parted by spaces. Of the markers only `head=` is kept: the others are the shop's, or the kind, and references
   * (`code=...`), of which each would be a list of one, are left to the database.
   */
  add(document: number, lexemes: string): void {
    for (const lexeme of lexemes.split(' ')) {
      if (lexeme.includes('=') && !lexeme.startsWith('head=')) continue;
      let list = this.lists.get(lexeme);
      if (!list) this.lists.set(lexeme, (list = new PostingList()));
      list.push(document);
    }
  }

  of(lexeme: string): Uint32Array {
    return this.lists.get(lexeme)?.numbers ?? NONE;
  }

  /** About how many documents of `alive` hold it; 0 when none does. */
  count(lexeme: string, alive: Bitmap): number {
    const numbers = this.of(lexeme);
    if (numbers.length > COUNTED) return numbers.some((number) => alive.has(number)) ? numbers.length : 0;
    return numbers.reduce((n, number) => n + (alive.has(number) ? 1 : 0), 0);
  }
}

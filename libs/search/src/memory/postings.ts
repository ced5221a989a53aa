import { Bitmap } from './bitmap.js';

/** Numbers of the documents that hold one lexeme, ascending. Documents that are gone stay until the index is loaded anew. */
class PostingList {
  private room = new Uint32Array(2);
  private length = 0;
  private bits: Bitmap | null = null;

  push(document: number): void {
    if (this.length === this.room.length) {
      const wider = new Uint32Array(this.length * 2);
      wider.set(this.room);
      this.room = wider;
    }
    this.room[this.length++] = document;
    this.bits?.add(document);
  }

  /** The same numbers as a set, of a list that is asked for often and long enough. */
  set(size: number): Bitmap | null {
    if (this.length < SET_LEAST) return null;
    if (!this.bits) {
      this.bits = Bitmap.empty(size);
      this.bits.addAll(this.numbers);
    }
    return this.bits;
  }

  get numbers(): Uint32Array {
    return this.room.subarray(0, this.length);
  }
}

/** Shorter lists are looked through. */
const SET_LEAST = 8_192;
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

  /** Null: the list is short. `size` is above every number. */
  setOf(lexeme: string, size: number): Bitmap | null {
    return this.lists.get(lexeme)?.set(size) ?? null;
  }

  /** About how many documents of `alive` hold it; 0 when none does. */
  count(lexeme: string, alive: Bitmap): number {
    const numbers = this.of(lexeme);
    if (numbers.length > COUNTED) return numbers.some((number) => alive.has(number)) ? numbers.length : 0;
    return numbers.reduce((n, number) => n + (alive.has(number) ? 1 : 0), 0);
  }
}

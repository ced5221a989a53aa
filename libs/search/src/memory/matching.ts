import type { Match } from '../match-query.js';
import type { Arena } from './arena.js';
import { Bitmap } from './bitmap.js';
import { type DocumentColumns, KINDS } from './document-columns.js';
import type { ShopColumns } from './shop-columns.js';

type Test = (number: number) => boolean;

/** What a part of a match asks for: documents of a list, of the shops marked 1, and that pass a test. Null: any. */
interface Asked {
  list: Uint32Array | null;
  /** The list as a set, where there is one. */
  set: Bitmap | null;
  ofShop: Uint8Array | null;
  ofDocument: Test | null;
}

const ANY: Asked = { list: null, set: null, ofShop: null, ofDocument: null };

/** Finds the documents of the matches of one question; what it has worked out for one serves the others. */
export class Matching {
  private readonly known = new Map<Match, Asked | null>();
  private readonly found = new Map<Asked, Uint32Array>();

  constructor(
    private readonly documents: DocumentColumns,
    private readonly shops: ShopColumns,
    readonly arena: Arena,
  ) {}

  /**
   * Numbers of the documents that match and are there, ascending; null where no word narrows them: then `visit` is asked. Worked
   * out once for each match.
   */
  numbers(match: Match): Uint32Array | null {
    const asked = this.asked(match) ?? ANY;
    if (asked.list === null) return null;
    let found = this.found.get(asked);
    if (!found) this.found.set(asked, (found = this.select(asked.list, asked)));
    return found;
  }

  private select(list: Uint32Array, { ofShop, ofDocument }: Asked): Uint32Array {
    const { alive, shop, gone } = this.documents;
    if (ofShop === null && ofDocument === null && gone === 0) return list;
    const shops = shop.values;
    const found = this.arena.take(list.length);
    let n = 0;
    for (let i = 0; i < list.length; i++) {
      const document = list[i]!;
      if (ofShop !== null && ofShop[shops[document]!] === 0) continue;
      if (gone > 0 && !alive.has(document)) continue;
      if (ofDocument !== null && !ofDocument(document)) continue;
      found[n++] = document;
    }
    return found.subarray(0, n);
  }

  /** Visits the documents that match and are there, until a visit answers false. */
  visit(match: Match, visit: (document: number) => boolean | void): void {
    const numbers = this.numbers(match);
    const { ofShop, ofDocument } = this.asked(match) ?? ANY;
    if (numbers === null && ofShop !== null) return this.visitShops(ofShop, ofDocument, visit);
    const { alive, count } = this.documents;
    const length = numbers === null ? count : numbers.length;
    for (let i = 0; i < length; i++) {
      const n = numbers === null ? i : numbers[i]!;
      if (numbers === null && (!alive.has(n) || (ofDocument !== null && !ofDocument(n)))) continue;
      if (visit(n) === false) return;
    }
  }

  private visitShops(ofShop: Uint8Array, ofDocument: Test | null, visit: (document: number) => boolean | void): void {
    for (const shop of this.shops.all) {
      if (ofShop[shop.number] === 0) continue;
      for (const n of shop.documents.values()) if ((ofDocument === null || ofDocument(n)) && visit(n) === false) return;
    }
  }

  /** Tells of any document whether it matches; null: each does. */
  test(match: Match): Test | null {
    const asked = this.asked(match);
    return asked && this.asTest(asked);
  }

  /** Null: it asks for nothing (as `matchText`). */
  private asked(match: Match): Asked | null {
    let asked = this.known.get(match);
    if (asked === undefined) this.known.set(match, (asked = this.workOut(match)));
    return asked;
  }

  private workOut(match: Match): Asked | null {
    if ('lexeme' in match) return this.holding(match.lexeme);
    if ('marker' in match) return this.marked([match.marker]);
    if ('beginning' in match) throw new Error('Beginnings of names are looked up in the database');
    if ('not' in match) {
      const inner = this.asked(match.not);
      if (inner === null) return null;
      const { list, ofShop, ofDocument } = inner;
      if (list === null && ofDocument === null && ofShop) return { ...ANY, ofShop: neither(ofShop) };
      const test = this.asTest(inner);
      return { ...ANY, ofDocument: (n) => !test(n) };
    }
    if ('any' in match && match.any.length > 0 && match.any.every(isShopMarker))
      return this.marked(match.any.map(({ marker }) => marker));
    const parts = ('all' in match ? match.all : match.any)
      .map((part) => this.asked(part))
      .filter((part) => part !== null);
    if (parts.length < 2) return parts[0] ?? null;
    return 'all' in match ? this.all(parts) : this.any(parts);
  }

  private holding(lexeme: string): Asked {
    const { postings, count } = this.documents;
    return { ...ANY, list: postings.of(lexeme), set: postings.setOf(lexeme, count) };
  }

  private marked(markers: readonly string[]): Asked {
    const [marker = ''] = markers;
    if (marker.startsWith('head=')) return this.holding(marker);
    if (marker.startsWith('kind=')) {
      const kind = KINDS.findIndex((name) => marker === `kind=${name}`);
      return { ...ANY, ofDocument: (n) => this.documents.kind.values[n] === kind };
    }
    const ofShop = this.shops.bearing(markers);
    return { ...ANY, ofShop };
  }

  private all(parts: Asked[]): Asked {
    const listed = parts.filter(({ list }) => list !== null).sort((a, b) => a.list!.length - b.list!.length);
    const [first, ...others] = listed;
    return {
      list: first
        ? others.reduce((list, { list: other, set }) => intersection(this.arena, list, other!, set), first.list!)
        : null,
      set: others.length === 0 ? (first?.set ?? null) : null,
      ofShop: parts.map(({ ofShop }) => ofShop).reduce((a, b) => (a && b ? both(a, b) : (a ?? b))),
      ofDocument: parts.map((part) => part.ofDocument).reduce((a, b) => (a && b ? (n) => a(n) && b(n) : (a ?? b))),
    };
  }

  private any(parts: Asked[]): Asked {
    if (parts.every(({ list }) => list !== null)) {
      const lists = parts.map((part) => this.narrowed(part));
      const most = lists.reduce((sum, { length }) => sum + length, 0);
      if (lists.length <= MERGED) return { ...ANY, list: lists.reduce((a, b) => union(this.arena, a, b)) };
      const all = Bitmap.in(this.arena, this.documents.count);
      for (const list of lists) all.addAll(list);
      return { ...ANY, list: all.numbers(this.arena.take(Math.min(most, this.documents.count))) };
    }
    const tests = parts.map((part) => this.asTest(part));
    return { ...ANY, ofDocument: tests.reduce((a, b) => (n) => a(n) || b(n)) };
  }

  private narrowed(asked: Asked): Uint32Array {
    const { list, ofShop, ofDocument } = asked;
    if (list === null || (ofShop === null && ofDocument === null)) return list ?? new Uint32Array(0);
    return this.select(list, asked);
  }

  private asTest({ list, set: known, ofShop, ofDocument }: Asked): Test {
    const { shop, count } = this.documents;
    const set = known ?? (list && Bitmap.in(this.arena, count));
    if (set && list && !known) set.addAll(list);
    return (n) =>
      (set === null || set.has(n)) &&
      (ofShop === null || ofShop[shop.values[n]!] === 1) &&
      (ofDocument === null || ofDocument(n));
  }
}

const isShopMarker = (match: Match): match is { marker: string } =>
  'marker' in match && !match.marker.startsWith('kind=') && !match.marker.startsWith('head=');

function both(a: Uint8Array, b: Uint8Array): Uint8Array {
  const found = new Uint8Array(a.length);
  for (let shop = 0; shop < a.length; shop++) found[shop] = a[shop]! & b[shop]!;
  return found;
}

function neither(a: Uint8Array): Uint8Array {
  const found = new Uint8Array(a.length);
  for (let shop = 0; shop < a.length; shop++) found[shop] = 1 - a[shop]!;
  return found;
}

/** So few lists are merged; of more a set is made. */
const MERGED = 4;

/** Of two ascending lists, each number once. */
function union(arena: Arena, a: Uint32Array, b: Uint32Array): Uint32Array {
  const found = arena.take(a.length + b.length);
  let [n, i, j] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const [left, right] = [a[i]!, b[j]!];
    found[n++] = Math.min(left, right);
    if (left <= right) i++;
    if (right <= left) j++;
  }
  while (i < a.length) found[n++] = a[i++]!;
  while (j < b.length) found[n++] = b[j++]!;
  return found.subarray(0, n);
}

/** A list at most so many times as long is read through; in a longer one each number is looked for. */
const ALIKE = 8;

/** Of two ascending lists; `small` is the shorter one, `set` the longer one's numbers, where they are known as a set. */
function intersection(arena: Arena, small: Uint32Array, large: Uint32Array, set: Bitmap | null): Uint32Array {
  const found = arena.take(small.length);
  let n = 0;
  if (set) {
    for (let i = 0; i < small.length; i++) if (set.has(small[i]!)) found[n++] = small[i]!;
    return found.subarray(0, n);
  }
  let at = 0;
  const isAlike = large.length < small.length * ALIKE;
  for (let i = 0; i < small.length && at < large.length; i++) {
    const wanted = small[i]!;
    if (isAlike) while (at < large.length && large[at]! < wanted) at++;
    else at = firstFrom(large, wanted, at);
    if (large[at] === wanted) found[n++] = wanted;
  }
  return found.subarray(0, n);
}

/** Place of the first number that is not below `wanted`, from `at` on: in doubling steps, then in halves. */
function firstFrom(list: Uint32Array, wanted: number, at: number): number {
  let step = 1;
  while (at + step < list.length && list[at + step]! < wanted) step *= 2;
  let low = at + (step >> 1);
  let high = Math.min(at + step, list.length);
  if (list[at]! >= wanted) return at;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

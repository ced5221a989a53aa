import type { Match } from '../match-query.js';
import { Bitmap } from './bitmap.js';
import { type DocumentColumns, KINDS } from './document-columns.js';
import type { ShopColumns } from './shop-columns.js';

type Test = (number: number) => boolean;

/** What a part of a match asks for: documents of a list, of some shops, and that pass a test of their own. Null: any. */
interface Asked {
  list: Uint32Array | null;
  ofShop: Test | null;
  ofDocument: Test | null;
}

const ANY: Asked = { list: null, ofShop: null, ofDocument: null };

/** Finds the documents of the matches of one question; what it has worked out for one serves the others. */
export class Matching {
  private readonly known = new Map<Match, Asked | null>();
  private readonly lists = new Map<Match, Uint32Array>();

  constructor(
    private readonly documents: DocumentColumns,
    private readonly shops: ShopColumns,
  ) {}

  /** Visits the documents that match and are there, until a visit answers false. */
  visit(match: Match, visit: (document: number) => boolean | void): void {
    const asked = this.asked(match) ?? ANY;
    const { ofShop, ofDocument } = asked;
    const list = asked.list ?? (ofShop && this.ofShops(match, ofShop));
    const { alive, shop, count } = this.documents;
    const shops = shop.values;
    const length = list === null ? count : list.length;
    for (let i = 0; i < length; i++) {
      const n = list === null ? i : list[i]!;
      if (!alive.has(n)) continue;
      if (ofShop !== null && !ofShop(shops[n]!)) continue;
      if (ofDocument !== null && !ofDocument(n)) continue;
      if (visit(n) === false) return;
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
    if ('lexeme' in match) return { ...ANY, list: this.documents.postings.of(match.lexeme) };
    if ('marker' in match) return this.marked([match.marker]);
    if ('beginning' in match) throw new Error('Beginnings of names are looked up in the database');
    if ('not' in match) {
      const inner = this.asked(match.not);
      if (inner === null) return null;
      const { list, ofShop, ofDocument } = inner;
      if (list === null && ofDocument === null && ofShop) return { ...ANY, ofShop: (shop) => !ofShop(shop) };
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

  private marked(markers: readonly string[]): Asked {
    const [marker = ''] = markers;
    if (marker.startsWith('head=')) return { ...ANY, list: this.documents.postings.of(marker) };
    if (marker.startsWith('kind=')) {
      const kind = KINDS.findIndex((name) => marker === `kind=${name}`);
      return { ...ANY, ofDocument: (n) => this.documents.kind.values[n] === kind };
    }
    return {
      ...ANY,
      ofShop: this.remembered((shop) => markers.some((each) => this.shops.all[shop]!.markers.has(each))),
    };
  }

  /** Asked of thousands of documents, answered once for each shop. */
  private remembered(test: Test): Test {
    const answers = new Uint8Array(this.shops.all.length);
    return (shop) => (answers[shop] ||= test(shop) ? 2 : 1) === 2;
  }

  private all(parts: Asked[]): Asked {
    const lists = parts.flatMap(({ list }) => (list ? [list] : [])).sort((a, b) => a.length - b.length);
    return {
      list: lists.length === 0 ? null : lists.reduce((a, b) => intersection(a, b)),
      ofShop: every(parts.map(({ ofShop }) => ofShop)),
      ofDocument: every(parts.map(({ ofDocument }) => ofDocument)),
    };
  }

  private any(parts: Asked[]): Asked {
    if (parts.every(({ list }) => list !== null)) {
      const all = Bitmap.empty(this.documents.count);
      for (const part of parts) all.addAll(this.narrowed(part));
      return { ...ANY, list: all.numbers() };
    }
    const tests = parts.map((part) => this.asTest(part));
    return { ...ANY, ofDocument: (n) => tests.some((test) => test(n)) };
  }

  private narrowed({ list, ofShop, ofDocument }: Asked): Uint32Array {
    const { shop } = this.documents;
    if (list === null || (ofShop === null && ofDocument === null)) return list ?? new Uint32Array(0);
    return list.filter((n) => (ofShop?.(shop.values[n]!) ?? true) && (ofDocument?.(n) ?? true));
  }

  private asTest(asked: Asked): Test {
    const { list, ofShop, ofDocument } = asked;
    const { shop, count } = this.documents;
    const set = list && Bitmap.empty(count);
    if (set && list) set.addAll(list);
    return (n) =>
      (set === null || set.has(n)) &&
      (ofShop === null || ofShop(shop.values[n]!)) &&
      (ofDocument === null || ofDocument(n));
  }

  private ofShops(match: Match, isWanted: Test): Uint32Array {
    let found = this.lists.get(match);
    if (!found) {
      const numbers: number[] = [];
      for (const shop of this.shops.all)
        if (isWanted(shop.number)) for (const n of shop.documents.values()) numbers.push(n);
      this.lists.set(match, (found = Uint32Array.from(numbers)));
    }
    return found;
  }
}

const isShopMarker = (match: Match): match is { marker: string } =>
  'marker' in match && !match.marker.startsWith('kind=') && !match.marker.startsWith('head=');

function every(tests: (Test | null)[]): Test | null {
  const asked = tests.filter((test) => test !== null);
  if (asked.length < 2) return asked[0] ?? null;
  return (n) => asked.every((test) => test(n));
}

/** A list at most so many times as long is read through; in a longer one each number is looked for. */
const ALIKE = 8;

/** Of two ascending lists; `small` is the shorter one. */
function intersection(small: Uint32Array, large: Uint32Array): Uint32Array {
  const found = new Uint32Array(small.length);
  let n = 0;
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

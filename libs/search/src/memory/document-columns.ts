import { PRICE_EDGES } from '../facet-edges.js';
import { Bitmap } from './bitmap.js';
import { Postings } from './postings.js';
import { type KnownShop, pairs } from './shop-columns.js';

export interface DocumentRow {
  shop_id: string;
  document_id: string;
  kind: 'product' | 'shop' | 'listing';
  title_key: string | null;
  price_cents: number | null;
  available: boolean;
  /** Slots of its own as pairs in milliseconds; null: the shop's. */
  starts: (number | null)[] | null;
  score: number;
  tier: number;
  /** Milliseconds since 1970. */
  created: number;
  /** Words and markers, parted by spaces. */
  lexemes: string;
}

export const KINDS = ['product', 'shop', 'listing'] as const;
export const NO_PRICE = -1;
const NO_BAND = 7;

function bandOf(cents: number | null): number {
  if (cents === null) return NO_BAND;
  const band = PRICE_EDGES.findIndex((edge) => cents < edge);
  return band < 0 ? PRICE_EDGES.length : band;
}

/** A column of numbers that grows. */
class Column<T extends Float64Array | Float32Array | Int32Array | Uint8Array> {
  constructor(public values: T) {}

  set(at: number, value: number): void {
    if (at >= this.values.length) {
      const wider = new (this.values.constructor as new (n: number) => T)(Math.max(at + 1, this.values.length * 2));
      wider.set(this.values);
      this.values = wider;
    }
    this.values[at] = value;
  }
}

/** The documents as columns: number n of each is document n. A document whose words change gets a new number. */
export class DocumentColumns {
  readonly alive = Bitmap.empty(1024);
  readonly tier = new Column(new Uint8Array(1024));
  readonly postings = new Postings();
  readonly ids: string[] = [];
  readonly titleKeys: string[] = [];
  /** The first 48 bits of each id: their order is that of the ids. */
  readonly idHead = new Column(new Float64Array(1024));
  readonly shop = new Column(new Int32Array(1024));
  readonly price = new Column(new Int32Array(1024));
  readonly kind = new Column(new Uint8Array(1024));
  /** Between which edges its price lies. */
  readonly band = new Column(new Uint8Array(1024));
  readonly available = new Column(new Uint8Array(1024));
  readonly score = new Column(new Float32Array(1024));
  readonly created = new Column(new Float64Array(1024));
  /** Of documents with slots of their own. */
  readonly ownStarts = new Map<number, Float64Array>();
  private readonly print = new Column(new Float64Array(1024));
  /** Numbers that no document has any more. */
  gone = 0;

  get count(): number {
    return this.ids.length;
  }

  /** Answers its number. */
  write(row: DocumentRow, shop: KnownShop): number {
    const print = fingerprint(row.lexemes);
    let n = shop.documents.get(row.document_id);
    if (n !== undefined && this.print.values[n] !== print) {
      this.remove(row.document_id, shop);
      n = undefined;
    }
    if (n === undefined) {
      n = this.ids.push(row.document_id) - 1;
      this.postings.add(n, row.lexemes);
      this.alive.add(n);
      this.print.set(n, print);
      this.shop.set(n, shop.number);
      this.idHead.set(n, Number.parseInt(row.document_id.slice(0, 8) + row.document_id.slice(9, 13), 16));
      shop.documents.set(row.document_id, n);
    }
    this.titleKeys[n] = row.title_key ?? '';
    this.price.set(n, row.price_cents ?? NO_PRICE);
    this.kind.set(n, KINDS.indexOf(row.kind));
    this.band.set(n, bandOf(row.price_cents));
    this.tier.set(n, row.tier);
    this.available.set(n, row.available ? 1 : 0);
    this.score.set(n, row.score);
    this.created.set(n, row.created);
    if (row.starts) this.ownStarts.set(n, pairs(row.starts));
    else this.ownStarts.delete(n);
    return n;
  }

  /** Answers the number it had. */
  remove(documentId: string, shop: KnownShop): number | undefined {
    const n = shop.documents.get(documentId);
    if (n === undefined) return undefined;
    shop.documents.delete(documentId);
    this.alive.delete(n);
    this.ownStarts.delete(n);
    this.titleKeys[n] = '';
    this.gone++;
    return n;
  }
}

/** 53 bits of a text (two multiplicative hashes side by side): tells whether it is still the same. */
function fingerprint(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x9e3779b1);
    b = Math.imul(b ^ code, 0x5f356495);
  }
  a ^= b >>> 15;
  b ^= a >>> 13;
  return (b & 0x1fffff) * 0x100000000 + (a >>> 0);
}

import type { Point } from '#libs/territory';

/** As the index holds a shop, or a place that feeds tell of. */
export interface ShopRow {
  shop_id: string;
  slug: string;
  name: string;
  state: 'provisioned' | 'claimed' | 'open' | 'paused' | 'listed';
  trade: string;
  commune_insee: string;
  commune_name: string;
  lat: number | null;
  lon: number | null;
  /** What its documents are filtered by: `trade=fleurs`, `commune=37132`, cells. */
  markers: string[];
  /** Pairs in milliseconds since 1970: start of a slot, last instant at which it can be asked for. */
  starts: (number | null)[] | null;
  /** Pairs likewise: when the door is open. */
  open: (number | null)[] | null;
}

export interface KnownShop extends Omit<ShopRow, 'starts' | 'open'> {
  /** Its place among the shops. */
  number: number;
  starts: Float64Array;
  open: Float64Array;
  tradeNumber: number;
  communeNumber: number;
  /** As it was last asked for. */
  firstStart: Lasting<number>;
  isOpen: Lasting<boolean>;
  /** Numbers of its documents, by their ids. */
  documents: Map<string, number>;
}

/** Numbers for codes, in the order in which they are met. */
export class Codes {
  readonly all: string[] = [];
  private readonly numbers = new Map<string, number>();

  number(code: string): number {
    let number = this.numbers.get(code);
    if (number === undefined) this.numbers.set(code, (number = this.all.push(code) - 1));
    return number;
  }

  /** -1: nothing has this code. */
  known(code: string): number {
    return this.numbers.get(code) ?? -1;
  }
}

/** Questions by markers that are remembered until a shop is written. */
const BEARERS_KEPT = 500;

export class ShopColumns {
  readonly all: KnownShop[] = [];
  readonly trades = new Codes();
  readonly communes = new Codes();
  private readonly byMarker = new Map<string, Set<number>>();
  private readonly bearers = new Map<string, Uint8Array>();
  private distances: (Point & { km: Float64Array }) | null = null;
  private readonly byId = new Map<string, KnownShop>();

  /** By number of the shop: 1 where it bears one of the markers. Not to be changed: it is kept for whoever asks the same. */
  bearing(markers: readonly string[]): Uint8Array {
    const key = markers.join(' ');
    let found = this.bearers.get(key);
    if (!found) {
      found = new Uint8Array(this.all.length);
      for (const marker of markers) for (const shop of this.byMarker.get(marker) ?? []) found[shop] = 1;
      if (this.bearers.size >= BEARERS_KEPT) this.bearers.clear();
      this.bearers.set(key, found);
    }
    return found;
  }

  /** Kilometres by number of the shop, -1 where they were not worked out yet; kept as long as the same point is asked for. */
  distancesFrom(point: Point): Float64Array {
    const { distances, all } = this;
    const isKnown = distances?.lat === point.lat && distances.lon === point.lon && distances.km.length === all.length;
    if (!isKnown) this.distances = { ...point, km: new Float64Array(all.length).fill(-1) };
    return this.distances!.km;
  }

  get(shopId: string): KnownShop | undefined {
    return this.byId.get(shopId);
  }

  /** A shop that is gone has no documents; its number stays taken. */
  write(row: ShopRow): void {
    const known = this.byId.get(row.shop_id);
    const starts = pairs(row.starts);
    const open = pairs(row.open);
    const shop: KnownShop = {
      ...row,
      number: known?.number ?? this.all.length,
      starts,
      open,
      firstStart: firstStart(starts, 0),
      isOpen: isOpenAt(open, 0),
      tradeNumber: this.trades.number(row.trade),
      communeNumber: this.communes.number(row.commune_insee),
      documents: known?.documents ?? new Map<string, number>(),
    };
    for (const marker of known?.markers ?? []) this.byMarker.get(marker)?.delete(shop.number);
    for (const marker of shop.markers) {
      const marked = this.byMarker.get(marker);
      if (marked) marked.add(shop.number);
      else this.byMarker.set(marker, new Set([shop.number]));
    }
    this.all[shop.number] = shop;
    this.distances = null;
    this.bearers.clear();
    this.byId.set(row.shop_id, shop);
  }
}

/** Milliseconds of `extract(epoch from ...)`; an end that is not there is the end of time. */
export const pairs = (given: (number | null)[] | null): Float64Array =>
  Float64Array.from(given ?? [], (at, i) => at ?? (i % 2 === 0 ? -Infinity : Infinity));

/** What is true from one instant until another, milliseconds: `from` and `until` are part of it. */
export interface Lasting<T> {
  value: T;
  from: number;
  until: number;
}

/** Start of the first slot that can still be asked for at `at`; Infinity: none. */
export function firstStart(starts: Float64Array, at: number): Lasting<number> {
  let from = -Infinity;
  for (let i = 0; i < starts.length; i += 2) {
    if (starts[i + 1]! >= at) return { value: starts[i]!, from, until: starts[i + 1]! };
    from = Math.max(from, starts[i + 1]! + 1);
  }
  return { value: Infinity, from, until: Infinity };
}

/** The end of a span is no longer part of it. */
export function isOpenAt(spans: Float64Array, at: number): Lasting<boolean> {
  let from = -Infinity;
  for (let i = 0; i < spans.length; i += 2) {
    const [begin, end] = [spans[i]!, spans[i + 1]!];
    if (at < begin) return { value: false, from, until: begin - 1 };
    if (at < end) return { value: true, from: begin, until: end - 1 };
    from = end;
  }
  return { value: false, from, until: Infinity };
}

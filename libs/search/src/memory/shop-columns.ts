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

export interface KnownShop extends Omit<ShopRow, 'markers' | 'starts' | 'open'> {
  /** Its place among the shops. */
  number: number;
  markers: ReadonlySet<string>;
  starts: Float64Array;
  open: Float64Array;
  tradeNumber: number;
  communeNumber: number;
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

export class ShopColumns {
  readonly all: KnownShop[] = [];
  readonly trades = new Codes();
  readonly communes = new Codes();
  private readonly byId = new Map<string, KnownShop>();

  get(shopId: string): KnownShop | undefined {
    return this.byId.get(shopId);
  }

  /** A shop that is gone has no documents; its number stays taken. */
  write(row: ShopRow): void {
    const known = this.byId.get(row.shop_id);
    const shop: KnownShop = {
      ...row,
      number: known?.number ?? this.all.length,
      markers: new Set(row.markers),
      starts: pairs(row.starts),
      open: pairs(row.open),
      tradeNumber: this.trades.number(row.trade),
      communeNumber: this.communes.number(row.commune_insee),
      documents: known?.documents ?? new Map<string, number>(),
    };
    this.all[shop.number] = shop;
    this.byId.set(row.shop_id, shop);
  }
}

/** Milliseconds of `extract(epoch from ...)`; an end that is not there is the end of time. */
export const pairs = (given: (number | null)[] | null): Float64Array =>
  Float64Array.from(given ?? [], (at, i) => at ?? (i % 2 === 0 ? -Infinity : Infinity));

/** Start of the first slot that can still be asked for at `at`; Infinity: none. */
export function firstStart(starts: Float64Array, at: number): number {
  for (let i = 0; i < starts.length; i += 2) if (starts[i + 1]! >= at) return starts[i]!;
  return Infinity;
}

/** `until` is no longer part of a span. */
export function isOpenAt(spans: Float64Array, at: number): boolean {
  for (let i = 0; i < spans.length; i += 2) if (spans[i]! <= at && at < spans[i + 1]!) return true;
  return false;
}

import { distanceKm, type Point } from '#libs/territory';
import { firstStart, isOpenAt, type KnownShop } from './shop-columns.js';

/** What a question asks of shops again and again, worked out once each: first slot, open door, distance. */
export class ShopsNow {
  private readonly starts: Float64Array;
  private readonly distances: Float64Array;
  private readonly doors: Int8Array;

  /** `at` in milliseconds since 1970; `point`: from where distances are. */
  constructor(
    private readonly shops: readonly KnownShop[],
    readonly at: number,
    private readonly point: Point | null,
  ) {
    this.starts = new Float64Array(shops.length).fill(NaN);
    this.distances = new Float64Array(shops.length).fill(NaN);
    this.doors = new Int8Array(shops.length).fill(-1);
  }

  /** Milliseconds; Infinity: none. */
  start(shop: number): number {
    const known = this.starts[shop]!;
    return Number.isNaN(known) ? (this.starts[shop] = firstStart(this.shops[shop]!.starts, this.at)) : known;
  }

  isOpen(shop: number): boolean {
    if (this.doors[shop]! < 0) this.doors[shop] = isOpenAt(this.shops[shop]!.open, this.at) ? 1 : 0;
    return this.doors[shop] === 1;
  }

  /** Kilometres; Infinity where one of the points is unknown. */
  km(shop: number): number {
    const known = this.distances[shop]!;
    if (!Number.isNaN(known)) return known;
    const { lat, lon } = this.shops[shop]!;
    const { point } = this;
    return (this.distances[shop] = point && lat !== null && lon !== null ? distanceKm(point, { lat, lon }) : Infinity);
  }
}

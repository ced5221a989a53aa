import { distanceKm, type Point } from '#libs/territory';
import { firstStart, isOpenAt, type KnownShop, type ShopColumns } from './shop-columns.js';

/** What a question asks of shops: first slot, open door, distance. Slots and doors are worked out again only when they change. */
export class ShopsNow {
  private readonly shops: readonly KnownShop[];
  private readonly distances: Float64Array | null;

  /** `at` in milliseconds since 1970; `point`: from where distances are. */
  constructor(
    columns: ShopColumns,
    readonly at: number,
    private readonly point: Point | null,
  ) {
    this.shops = columns.all;
    this.distances = point && columns.distancesFrom(point);
  }

  /** Milliseconds; Infinity: none. */
  start(number: number): number {
    const shop = this.shops[number]!;
    const { from, until } = shop.firstStart;
    if (this.at < from || this.at > until) shop.firstStart = firstStart(shop.starts, this.at);
    return shop.firstStart.value;
  }

  isOpen(number: number): boolean {
    const shop = this.shops[number]!;
    const { from, until } = shop.isOpen;
    if (this.at < from || this.at > until) shop.isOpen = isOpenAt(shop.open, this.at);
    return shop.isOpen.value;
  }

  /** Kilometres; Infinity where one of the points is unknown. */
  km(number: number): number {
    const { point, distances } = this;
    if (point === null || distances === null) return Infinity;
    const known = distances[number]!;
    if (known >= 0) return known;
    const { lat, lon } = this.shops[number]!;
    return (distances[number] = lat !== null && lon !== null ? distanceKm(point, { lat, lon }) : Infinity);
  }
}

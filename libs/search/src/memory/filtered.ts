import { Temporal } from 'temporal-polyfill';
import type { SearchPlan } from '../search-plan.js';
import type { Matching } from './matching.js';
import { firstStart } from './shop-columns.js';
import type { SearchMemory } from './search-memory.js';
import { ShopsNow } from './shops-now.js';

type Filters = SearchPlan['filters'];

const millis = (instant: string): number => Temporal.Instant.from(instant).epochMilliseconds;

/** The filters that are no lexemes, asked of one document after the other. */
export class Filtered {
  readonly shops: ShopsNow;
  /** Milliseconds; Infinity: not asked. */
  private readonly before: number;
  /** Nothing is asked: every document holds. */
  readonly isPlain: boolean;
  private readonly named: ((document: number) => boolean) | null;

  constructor(
    private readonly memory: SearchMemory,
    private readonly filters: Filters,
    matching: Matching,
    at: Temporal.Instant,
  ) {
    const { lat, lon, named, collectableBefore, priceMin, priceMax, radiusKm } = filters;
    this.shops = new ShopsNow(memory.shops, at.epochMilliseconds, lat === null || lon === null ? null : { lat, lon });
    this.isPlain = !filters.openNow && [priceMin, priceMax, radiusKm, collectableBefore].every((each) => each === null);
    this.before = collectableBefore === null ? Infinity : millis(collectableBefore);
    this.named = named && filters.radiusKm !== null ? matching.test(named) : null;
  }

  /** First slot of a document, milliseconds; Infinity: it cannot be collected. */
  start(document: number): number {
    const { available, ownStarts, shop } = this.memory.documents;
    if (available.values[document] === 0) return Infinity;
    const own = ownStarts.size > 0 ? ownStarts.get(document) : undefined;
    return own ? firstStart(own, this.shops.at).value : this.shops.start(shop.values[document]!);
  }

  isPriced(document: number): boolean {
    const { priceMin, priceMax } = this.filters;
    if (priceMin === null && priceMax === null) return true;
    const price = this.memory.documents.price.values[document]!;
    return price >= (priceMin ?? 0) && price <= (priceMax ?? Infinity) && price >= 0;
  }

  isNear(document: number): boolean {
    const { radiusKm } = this.filters;
    if (radiusKm === null) return true;
    return this.shops.km(this.memory.documents.shop.values[document]!) <= radiusKm || (this.named?.(document) ?? false);
  }

  isReady(document: number): boolean {
    return this.before === Infinity || this.start(document) <= this.before;
  }

  isDoor(document: number): boolean {
    return !this.filters.openNow || this.shops.isOpen(this.memory.documents.shop.values[document]!);
  }

  holds(document: number): boolean {
    return this.isPriced(document) && this.isNear(document) && this.isReady(document) && this.isDoor(document);
  }
}

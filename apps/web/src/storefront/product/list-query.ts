import { parseCents } from '#libs/kernel';

/** What `/produits` was asked: `rayon`, `q`, `prix_min` and `prix_max` (euros), `dispo` (`1`), `retrait` (a day), `tri`, `page`. */
export interface ListQuery {
  category: string;
  text: string;
  /** Cents; null: no bound. */
  least: number | null;
  most: number | null;
  /** Only what can be had now. */
  inStock: boolean;
  /** Only what can be collected on that day. */
  day: PickupDay | null;
  sort: keyof typeof SORTS;
  page: number;
}

export const PER_PAGE = 24;
const MAX_PAGE = 1000;
const MOST_CENTS = 100_000_000;

export const SORTS = {
  nouveautes: { key: 'products.newest', order: 'p.created_at desc, p.product_id', needsPrice: false },
  prix: { key: 'products.cheapest', order: 'v.lowest_cents, p.product_id', needsPrice: true },
  'prix-desc': { key: 'products.dearest', order: 'v.lowest_cents desc, p.product_id', needsPrice: true },
} as const;

/** Days by which a list can be narrowed. */
export const PICKUP_DAYS = {
  aujourdhui: { key: 'products.pickup_today', ahead: 0 },
  demain: { key: 'products.pickup_tomorrow', ahead: 1 },
} as const;

export type PickupDay = keyof typeof PICKUP_DAYS;

const isDay = (name: string): name is PickupDay => Object.hasOwn(PICKUP_DAYS, name);

const isSort = (name: string): name is ListQuery['sort'] => Object.hasOwn(SORTS, name);

/** Any query string: what makes no sense is as if it were not there. */
export function listQuery(query: Record<string, unknown>): ListQuery {
  const text = (name: string): string => {
    const value = query[name];
    return typeof value === 'string' ? value.replaceAll('\0', '').trim().slice(0, 100) : '';
  };
  const page = Number(text('page'));
  const sort = text('tri');
  const day = text('retrait');
  const [low, high] = [bound(text('prix_min')), bound(text('prix_max'))];
  const isTurned = low !== null && high !== null && low > high;
  return {
    category: text('rayon'),
    text: text('q'),
    least: isTurned ? high : low,
    most: isTurned ? low : high,
    inStock: text('dispo') === '1',
    day: isDay(day) ? day : null,
    sort: isSort(sort) ? sort : 'nouveautes',
    page: Number.isInteger(page) && page >= 1 && page <= MAX_PAGE ? page : 1,
  };
}

function bound(text: string): number | null {
  const cents = text === '' ? null : parseCents(text);
  return cents !== null && cents > 0 && cents <= MOST_CENTS ? cents : null;
}

/** `1250` as one types it: `12,50`; `1200`: `12`. */
export const typedEuros = (cents: number | null): string =>
  cents === null ? '' : (cents / 100).toFixed(cents % 100 === 0 ? 0 : 2).replace('.', ',');

/** The address of a list; what is as usual is not said. */
export function listUrl(query: ListQuery, change: Partial<ListQuery> = {}): string {
  const { category, text, least, most, inStock, day, sort, page } = { ...query, ...change };
  const parts = new URLSearchParams();
  if (category) parts.set('rayon', category);
  if (text) parts.set('q', text);
  if (least !== null) parts.set('prix_min', typedEuros(least));
  if (most !== null) parts.set('prix_max', typedEuros(most));
  if (inStock) parts.set('dispo', '1');
  if (day) parts.set('retrait', day);
  if (sort !== 'nouveautes') parts.set('tri', sort);
  if (page > 1) parts.set('page', String(page));
  return parts.size > 0 ? `/produits?${parts.toString()}` : '/produits';
}

export const NO_FILTER = { least: null, most: null, inStock: false, day: null } as const;

export const isFiltered = ({ least, most, inStock, day }: ListQuery): boolean =>
  least !== null || most !== null || inStock || day !== null;

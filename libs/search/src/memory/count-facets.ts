import { Temporal } from 'temporal-polyfill';
import type { SearchPlan } from '../search-plan.js';
import type { CountRow } from '../search-sql.js';
import { Filtered } from './filtered.js';
import type { Matching } from './matching.js';
import type { SearchMemory } from './search-memory.js';
import { narrow, newShopBits, type ShopBits } from './shop-bits.js';

/** Of trades and communes so many are shown. */
const MOST_VALUES = 20;

/** What is asked of each match, as bits of one number: matches are counted by it, and the facets read from the counts. */
const TRADE = 1;
const COMMUNE = 2;
const PRICED = 4;
const READY = 8;
const OPEN = 16;
/** Its first slot: 0 today, 1 tomorrow, 2 later or never. */
const DAY = 5;
/** How many of the circles it lies outside of. */
const CIRCLE = 7;
const BAND = 10;
const CLASSES = 1 << 13;
/** Of a shop: near enough; and: worked out. */
const NEAR = 1 << 13;
const KNOWN = 1 << 14;
const SLOT = (3 << DAY) | READY;

/** Every match counted, each facet with the choices of the others and without its own: the rows of `search_count_matches`. */
export function countFacets(
  memory: SearchMemory,
  matching: Matching,
  plan: SearchPlan,
  at: Temporal.Instant,
): { rows: CountRow[]; visited: number } {
  const { classes, byShop, visited } = classify(memory, matching, plan, at);
  const { filters } = plan;
  const door = filters.openNow ? OPEN : 0;
  const met: number[] = [];
  for (let of = 0; of < CLASSES; of++) if (classes[of]! > 0) met.push(of);
  const counted = (all: number, more: (of: number) => boolean = () => true): number => {
    let n = 0;
    for (const of of met) if ((of & all) === all && more(of)) n += classes[of]!;
    return n;
  };
  const day = (of: number): number => (of >> DAY) & 3;
  const row = (facet: CountRow['facet'], value: string | null, n: number): CountRow => ({ facet, value, n });
  const chosen = TRADE | COMMUNE;
  const all = chosen | PRICED | READY | door;
  const rows = [
    ...byCodes(memory, byShop, plan),
    ...[...filters.bands, null].flatMap((_, band) => {
      const n = counted(chosen | READY | door, (of) => of >> BAND === band);
      return n > 0 ? [row('price', String(band), n)] : [];
    }),
    row(
      'pickup',
      'today',
      counted(chosen | PRICED | door, (of) => day(of) === 0),
    ),
    row(
      'pickup',
      'tomorrow',
      counted(chosen | PRICED | door, (of) => day(of) <= 1),
    ),
    ...filters.circles.map((km, c) =>
      row(
        'distance',
        String(km),
        counted(all, (of) => ((of >> CIRCLE) & 7) <= c),
      ),
    ),
    row('open', 'now', counted(chosen | PRICED | READY | OPEN)),
    row('total', null, counted(all)),
  ];
  return { rows, visited };
}

/** How many matches are of each class, and how many of each shop pass every filter but trade and commune. */
function classify(
  memory: SearchMemory,
  matching: Matching,
  { counted, filters }: SearchPlan,
  at: Temporal.Instant,
): { classes: Uint32Array; byShop: Uint32Array; visited: number } {
  const classes = matching.arena.zeros(CLASSES);
  const byShop = matching.arena.zeros(memory.shops.all.length);
  let visited = 0;
  const { shop: shops, band: bands, available, ownStarts } = memory.documents;
  const filtered = new Filtered(memory, filters, matching, at);
  const slotBits = slotClass(filters);
  const shopBits = shopClass(memory, filtered, filters, slotBits);
  const isPriceAsked = filters.priceMin !== null || filters.priceMax !== null;
  const hasOwn = ownStarts.size > 0;
  const passing = PRICED | READY | (filters.openNow ? OPEN : 0);
  const ofShops = rememberedBits(memory, filters, filtered.shops.at);
  const known = ofShops.bits;
  const count = (document: number): void => {
    visited++;
    const shop = shops.values[document]!;
    let of = known[shop]!;
    if (of === 0) {
      of = known[shop] = shopBits(shop);
      narrow(ofShops, memory.shops.all[shop]!);
    }
    if ((of & NEAR) === 0 && !filtered.isNear(document)) return;
    if (available.values[document] === 0 || (hasOwn && ownStarts.has(document)))
      of = (of & ~SLOT) | slotBits(filtered.start(document));
    if (!isPriceAsked || filtered.isPriced(document)) of |= PRICED;
    if ((of & passing) === passing) byShop[shop]!++;
    classes[(of & (CLASSES - 1)) | (bands.values[document]! << BAND)]!++;
  };
  const numbers = matching.numbers(counted);
  if (numbers === null) matching.visit(counted, count);
  else for (let i = 0; i < numbers.length; i++) count(numbers[i]!);
  return { classes, byShop, visited };
}

/** Distances are another question's with each point. */
function rememberedBits(memory: SearchMemory, filters: SearchPlan['filters'], at: number): ShopBits {
  const { length } = memory.shops.all;
  if (filters.lat !== null || filters.radiusKm !== null) return newShopBits(length);
  const { trade, commune, pickups, collectableBefore } = filters;
  const key = [trade, commune, pickups.today, pickups.tomorrow, collectableBefore].join(' ');
  return memory.shopBits.of(key, at, length);
}

/** Bits that follow from the first slot, milliseconds. */
function slotClass({ pickups, collectableBefore }: SearchPlan['filters']): (start: number) => number {
  const [today, tomorrow, before] = [pickups.today, pickups.tomorrow, collectableBefore].map((instant) =>
    instant === null ? Infinity : Temporal.Instant.from(instant).epochMilliseconds,
  ) as [number, number, number];
  return (start) => {
    const day = start <= today ? 0 : start <= tomorrow ? 1 : 2;
    return (day << DAY) | (start <= before ? READY : 0);
  };
}

/** Bits of a shop's documents that are in stock and have its slots. */
function shopClass(
  { shops }: SearchMemory,
  { shops: now }: Filtered,
  { trade, commune, radiusKm, circles }: SearchPlan['filters'],
  slotBits: (start: number) => number,
): (shop: number) => number {
  const tradeNumber = trade === null ? null : shops.trades.known(trade);
  const communeNumber = commune === null ? null : shops.communes.known(commune);
  return (number) => {
    const shop = shops.all[number]!;
    let bits = KNOWN | slotBits(now.start(number));
    if (tradeNumber === null || shop.tradeNumber === tradeNumber) bits |= TRADE;
    if (communeNumber === null || shop.communeNumber === communeNumber) bits |= COMMUNE;
    if (now.isOpen(number)) bits |= OPEN;
    if (radiusKm === null || now.km(number) <= radiusKm) bits |= NEAR;
    return bits | (circles.filter((km) => now.km(number) > km).length << CIRCLE);
  };
}

function byCodes({ shops }: SearchMemory, byShop: Uint32Array, { filters }: SearchPlan): CountRow[] {
  const trades = new Uint32Array(shops.trades.all.length);
  const communes = new Uint32Array(shops.communes.all.length);
  for (let number = 0; number < byShop.length; number++) {
    const n = byShop[number]!;
    if (n === 0) continue;
    const shop = shops.all[number]!;
    if (filters.commune === null || shop.commune_insee === filters.commune) trades[shop.tradeNumber]! += n;
    if (filters.trade === null || shop.trade === filters.trade) communes[shop.communeNumber]! += n;
  }
  return [...best('category', trades, shops.trades.all), ...best('commune', communes, shops.communes.all)];
}

function best(facet: CountRow['facet'], counts: Uint32Array, codes: readonly string[]): CountRow[] {
  const rows: CountRow[] = [];
  const comesBefore = (a: CountRow, b: CountRow): boolean => a.n > b.n || (a.n === b.n && a.value! < b.value!);
  for (let number = 0; number < counts.length; number++) {
    const row = { facet, value: codes[number]!, n: counts[number]! };
    const last = rows.at(-1);
    if (row.n === 0 || (rows.length === MOST_VALUES && last && !comesBefore(row, last))) continue;
    const place = rows.findIndex((each) => comesBefore(row, each));
    rows.splice(place < 0 ? rows.length : place, 0, row);
    if (rows.length > MOST_VALUES) rows.pop();
  }
  return rows;
}

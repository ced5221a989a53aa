import { Temporal } from 'temporal-polyfill';
import type { SearchPlan } from '../search-plan.js';
import type { CountRow } from '../search-sql.js';
import { NO_PRICE } from './document-columns.js';
import { Filtered } from './filtered.js';
import type { SearchMemory } from './search-memory.js';

/** Of trades and communes so many are shown. */
const MOST_VALUES = 20;

/** Every match counted, each facet with the choices of the others and without its own: the rows of `search_count_matches`. */
export function countFacets(
  memory: SearchMemory,
  documents: Uint32Array,
  { filters }: SearchPlan,
  at: Temporal.Instant,
): CountRow[] {
  const { shops, documents: columns } = memory;
  const filtered = new Filtered(memory, filters, at);
  const trade = filters.trade === null ? null : shops.trades.known(filters.trade);
  const commune = filters.commune === null ? null : shops.communes.known(filters.commune);
  const [today, tomorrow] = [filters.pickups.today, filters.pickups.tomorrow].map(
    (instant) => Temporal.Instant.from(instant).epochMilliseconds,
  ) as [number, number];
  const trades = new Uint32Array(shops.trades.all.length);
  const communes = new Uint32Array(shops.communes.all.length);
  const bands = new Uint32Array(filters.bands.length + 1);
  const circles = new Uint32Array(filters.circles.length);
  let [total, isToday, isTomorrow, isOpen] = [0, 0, 0, 0];
  for (let i = 0; i < documents.length; i++) {
    const document = documents[i]!;
    if (!filtered.isNear(document)) continue;
    const shopNumber = columns.shops[document]!;
    const shop = shops.all[shopNumber]!;
    const isTrade = trade === null || shop.tradeNumber === trade;
    const isCommune = commune === null || shop.communeNumber === commune;
    if (!isTrade && !isCommune) continue;
    const isPriced = filtered.isPriced(document);
    const isReady = filtered.isReady(document);
    const isDoor = filtered.isDoor(document);
    const isAll = isPriced && isReady && isDoor;
    if (isCommune && isAll) trades[shop.tradeNumber]!++;
    if (isTrade && isAll) communes[shop.communeNumber]!++;
    if (!isTrade || !isCommune) continue;
    const price = columns.price.values[document]!;
    if (isReady && isDoor && price !== NO_PRICE) bands[bandOf(price, filters.bands)]!++;
    if (isPriced && isDoor) {
      const start = filtered.start(document);
      if (start <= today) isToday++;
      if (start <= tomorrow) isTomorrow++;
    }
    if (isPriced && isReady && filtered.shops.isOpen(shopNumber)) isOpen++;
    if (!isAll) continue;
    total++;
    for (let c = 0; c < circles.length; c++) if (filtered.shops.km(shopNumber) <= filters.circles[c]!) circles[c]!++;
  }
  const row = (facet: CountRow['facet'], value: string | null, n: number): CountRow => ({ facet, value, n });
  return [
    ...best(trades, shops.trades.all).map(([code, n]) => row('category', code, n)),
    ...best(communes, shops.communes.all).map(([insee, n]) => row('commune', insee, n)),
    ...[...bands].flatMap((n, band) => (n > 0 ? [row('price', String(band), n)] : [])),
    row('pickup', 'today', isToday),
    row('pickup', 'tomorrow', isTomorrow),
    ...filters.circles.map((km, c) => row('distance', String(km), circles[c]!)),
    row('open', 'now', isOpen),
    row('total', null, total),
  ];
}

/** Number of edges that are not above the price. */
function bandOf(price: number, edges: readonly number[]): number {
  let band = 0;
  while (band < edges.length && edges[band]! <= price) band++;
  return band;
}

function best(counts: Uint32Array, codes: readonly string[]): [string, number][] {
  return [...counts]
    .map((n, number): [string, number] => [codes[number]!, n])
    .filter(([, n]) => n > 0)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MOST_VALUES);
}

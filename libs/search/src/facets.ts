import { type Territory, tradeByCode } from '#libs/territory';
import { CIRCLES_KM, PRICE_EDGES } from './facet-edges.js';
import type { Facets, FacetValue } from './search-result.js';
import type { CountRow } from './search-sql.js';

/** Counted rows with their names; trades and communes with the most results first, the others in their own order. */
export function facetsOf(rows: readonly CountRow[], territory: Territory): { total: number; facets: Facets } {
  const count = (facet: CountRow['facet'], value: string | null): number =>
    rows.find((row) => row.facet === facet && row.value === value)?.n ?? 0;
  return {
    total: count('total', null),
    facets: {
      category: values(rows, 'category', (code) => tradeByCode(code)?.labelFr ?? code),
      commune: values(rows, 'commune', (insee) => territory.commune(insee)?.name ?? insee),
      price: [...PRICE_EDGES, null].map((below, band) => {
        const from = band === 0 ? 0 : (PRICE_EDGES[band - 1] ?? 0);
        return { from, below, count: count('price', String(band)) };
      }),
      distance: CIRCLES_KM.map((km) => ({ km, count: count('distance', String(km)) })).filter((each) => each.count > 0),
      pickup: { today: count('pickup', 'today'), tomorrow: count('pickup', 'tomorrow') },
      openNow: count('open', 'now'),
    },
  };
}

const values = (
  rows: readonly CountRow[],
  wanted: CountRow['facet'],
  labelOf: (value: string) => string,
): FacetValue[] =>
  rows
    .flatMap(({ facet, value, n }) =>
      facet === wanted && value && n > 0 ? [{ value, label: labelOf(value), count: n }] : [],
    )
    .sort((a, b) => b.count - a.count || a.value.localeCompare(b.value));

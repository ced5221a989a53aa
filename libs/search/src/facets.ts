import { type Territory, tradeByCode } from '#libs/territory';
import type { FacetValue } from './search-result.js';
import type { CountRow } from './search-sql.js';

export interface Counted {
  total: number;
  category: FacetValue[];
  commune: FacetValue[];
}

/** Counted rows with their names, the most frequent first. */
export const facetsOf = (rows: readonly CountRow[], territory: Territory): Counted => ({
  total: rows.find(({ facet }) => facet === 'total')?.n ?? 0,
  category: values(rows, 'category', (code) => tradeByCode(code)?.labelFr ?? code),
  commune: values(rows, 'commune', (insee) => territory.commune(insee)?.name ?? insee),
});

const values = (
  rows: readonly CountRow[],
  wanted: CountRow['facet'],
  labelOf: (value: string) => string,
): FacetValue[] =>
  rows
    .flatMap(({ facet, value, n }) =>
      facet === wanted && value !== null && n > 0 ? [{ value, label: labelOf(value), count: n }] : [],
    )
    .sort((a, b) => b.count - a.count || a.value.localeCompare(b.value));

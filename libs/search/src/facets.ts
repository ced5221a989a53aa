import { type Territory, tradeByCode } from '#libs/territory';
import type { FacetValue } from './search-result.js';
import type { CountRow } from './search-sql.js';

export interface Chosen {
  category: string | null;
  commune: string | null;
}

export interface Counted {
  total: number;
  category: FacetValue[];
  commune: FacetValue[];
}

const MOST_VALUES = 20;

/** Each facet is counted with the other one's choice and without its own, so that another value can be chosen. */
export function facetsOf(rows: readonly CountRow[], chosen: Chosen, territory: Territory): Counted {
  const inCategory = rows.filter((row) => !chosen.category || row.trade === chosen.category);
  const inCommune = rows.filter((row) => !chosen.commune || row.commune_insee === chosen.commune);
  const both = inCategory.filter((row) => !chosen.commune || row.commune_insee === chosen.commune);
  return {
    total: both.reduce((sum, row) => sum + row.n, 0),
    category: values(
      inCommune,
      (row) => row.trade,
      (code) => tradeByCode(code)?.labelFr ?? code,
    ),
    commune: values(
      inCategory,
      (row) => row.commune_insee,
      (insee) => territory.commune(insee)?.name ?? insee,
    ),
  };
}

function values(
  rows: readonly CountRow[],
  valueOf: (row: CountRow) => string,
  labelOf: (value: string) => string,
): FacetValue[] {
  const counts = new Map<string, number>();
  for (const row of rows) if (row.n > 0) counts.set(valueOf(row), (counts.get(valueOf(row)) ?? 0) + row.n);
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || a.localeCompare(b))
    .slice(0, MOST_VALUES)
    .map(([value, count]) => ({ value, label: labelOf(value), count }));
}

import type { FacetValue, SearchAnswer } from '#libs/search';
import type { Pager } from '#libs/themes';
import { say, sayPlural } from './portal-sentences.js';
import { type SearchAddress, searchUrl } from './search-address.js';

export interface Filter {
  label: string;
  url: string;
  isCurrent: boolean;
  count: string | null;
}

const MOST_CHIPS = 10;
export const numbers = new Intl.NumberFormat('fr-FR');

/** One chip per value with its count; the chosen one takes itself back. */
export function facetFilters(address: SearchAddress, name: 'metier' | 'commune', values: FacetValue[]): Filter[] {
  const chosen = address[name];
  const first = values.filter((each) => each.value === chosen);
  const others = values.filter((each) => each.value !== chosen).slice(0, MOST_CHIPS - first.length);
  return [...first, ...others].map(({ value, label, count }) => ({
    label,
    url: searchUrl(address, { [name]: value === chosen ? undefined : value }),
    isCurrent: value === chosen,
    count: numbers.format(count),
  }));
}

/** « 12 résultats », « 12 résultats pour « rose » », « Plus de 3 000 résultats... ». */
export function countText({ total, totalIsExact, query }: SearchAnswer): string {
  const number = numbers.format(total);
  const counted = totalIsExact ? sayPlural('search.count', total, { number }) : say('search.count_more', { number });
  return query ? say('search.count_for', { counted, query }) : counted;
}

/** What was looked for instead, where nothing matched as asked. */
export function widenedText({ widened }: SearchAnswer, km: number): string | null {
  if (widened === null) return null;
  if (widened.words) return say('search.widened.words');
  return widened.radiusKm == null
    ? say('search.widened.region', { km })
    : say('search.widened.radius', { km, wider: widened.radiusKm });
}

const PAGES_AROUND = 2;
const LAST_PAGE = 100;

export function pager(page: number, total: number, perPage: number, urlOf: (page: number) => string): Pager {
  const pageCount = Math.min(LAST_PAGE, Math.max(1, Math.ceil(total / perPage)));
  const shown = new Set([1, pageCount]);
  for (let near = page - PAGES_AROUND; near <= page + PAGES_AROUND; near++)
    if (near >= 1 && near <= pageCount) shown.add(near);
  const sorted = [...shown].sort((a, b) => a - b);
  const pages = sorted.flatMap((number, i) => {
    const gap = i > 0 && number > sorted[i - 1]! + 1 ? [{ number: 0, url: null, isCurrent: false }] : [];
    return [...gap, { number, url: urlOf(number), isCurrent: number === page }];
  });
  return {
    page,
    pageCount,
    previousUrl: page > 1 ? urlOf(page - 1) : null,
    nextUrl: page < pageCount ? urlOf(page + 1) : null,
    pages,
  };
}

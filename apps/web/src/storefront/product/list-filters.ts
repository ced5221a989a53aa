import { formatCents } from '#libs/kernel';
import type { ListFilters, NavLink } from '#libs/themes';
import { say } from '../sentences.js';
import { isFiltered, type ListQuery, listUrl, NO_FILTER, SORTS, typedEuros } from './list-query.js';

/** The form that narrows a list, and what of it is on, each with a link that takes it off. */
export function listFilters(query: ListQuery): ListFilters {
  const kept: [name: string, value: string][] = [
    ['rayon', query.category],
    ['q', query.text],
    ['tri', query.sort === 'nouveautes' ? '' : query.sort],
  ];
  return {
    action: '/produits',
    kept: kept.filter(([, value]) => value !== '').map(([name, value]) => ({ name, value })),
    priceMin: typedEuros(query.least),
    priceMax: typedEuros(query.most),
    inStock: query.inStock,
    isOn: isFiltered(query),
    chosen: chosenFilters(query),
    clearUrl: listUrl(query, { ...NO_FILTER, page: 1 }),
  };
}

function chosenFilters(query: ListQuery): NavLink[] {
  const { least, most, inStock } = query;
  const off = (label: string, change: Partial<ListQuery>): NavLink => ({
    label,
    url: listUrl(query, { ...change, page: 1 }),
  });
  return [
    ...(least === null ? [] : [off(say('products.from_price', { price: formatCents(least) }), { least: null })]),
    ...(most === null ? [] : [off(say('products.up_to_price', { price: formatCents(most) }), { most: null })]),
    ...(inStock ? [off(say('products.in_stock'), { inStock: false })] : []),
  ];
}

export const sortLinks = (query: ListQuery): NavLink[] =>
  Object.entries(SORTS).map(([sort, { key }]) => ({
    label: say(key),
    url: listUrl(query, { sort: sort as ListQuery['sort'], page: 1 }),
    isCurrent: sort === query.sort,
  }));

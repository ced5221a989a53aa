import { formatCents } from '#libs/kernel';
import type { ListFilters, NavLink } from '#libs/themes';
import { say } from '../sentences.js';
import {
  isFiltered,
  type ListQuery,
  listUrl,
  NO_FILTER,
  SORTS,
  PICKUP_DAYS,
  type PickupDay,
  typedEuros,
} from './list-query.js';

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
    pickups: pickupChoices(query.day),
    isOn: isFiltered(query),
    chosen: chosenFilters(query),
    clearUrl: listUrl(query, { ...NO_FILTER, page: 1 }),
  };
}

function pickupChoices(chosen: PickupDay | null): ListFilters['pickups'] {
  const days = Object.entries(PICKUP_DAYS).map(([day, { key }]) => ({
    value: day,
    label: say(key),
    isSelected: day === chosen,
  }));
  return [{ value: '', label: say('products.pickup_any'), isSelected: chosen === null }, ...days];
}

function chosenFilters(query: ListQuery): NavLink[] {
  const { least, most, inStock, day } = query;
  const off = (label: string, change: Partial<ListQuery>): NavLink => ({
    label,
    url: listUrl(query, { ...change, page: 1 }),
  });
  return [
    ...(least === null ? [] : [off(say('products.from_price', { price: formatCents(least) }), { least: null })]),
    ...(most === null ? [] : [off(say('products.up_to_price', { price: formatCents(most) }), { most: null })]),
    ...(inStock ? [off(say('products.in_stock'), { inStock: false })] : []),
    ...(day ? [off(say('products.pickup_on', { day: say(PICKUP_DAYS[day].key) }), { day: null })] : []),
  ];
}

export const sortLinks = (query: ListQuery): NavLink[] =>
  Object.entries(SORTS).map(([sort, { key }]) => ({
    label: say(key),
    url: listUrl(query, { sort: sort as ListQuery['sort'], page: 1 }),
    isCurrent: sort === query.sort,
  }));

import type { CategoryLink } from '#libs/themes';
import { say } from '../sentences.js';
import type { CategoryRow } from '../shop-row.js';

const shelfUrl = (category: string): string => `/produits?rayon=${encodeURIComponent(category)}`;

/**
 * The shelves of a shop with their counts, after one link to all of them. `current` null: no list is shown; empty: all products.
 * None when there is nothing to choose from.
 */
export function shelfLinks(
  categories: CategoryRow[],
  current: string | null = null,
  urlOf: (category: string) => string = (category) => (category ? shelfUrl(category) : '/produits'),
): CategoryLink[] {
  if (categories.length < 2 && !current) return [];
  const count = categories.reduce((sum, shelf) => sum + shelf.count, 0);
  const all = { label: say('products.all'), url: urlOf(''), isCurrent: current === '', count };
  const shelves = categories.map(({ category, count: n }) => ({
    label: category,
    url: urlOf(category),
    isCurrent: category === current,
    count: n,
  }));
  return [all, ...shelves];
}

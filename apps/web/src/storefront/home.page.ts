import { relativeDayText, hourText } from '#libs/pickup';
import { type CategoryLink, cleanHtml, type HomeView } from '#libs/themes';
import { FirstSlots } from './availability.mapper.js';
import { cardsOf } from './product-card.mapper.js';
import { say } from './sentences.js';
import type { ShopPage } from './shop-pages.service.js';
import type { CardRow, CategoryRow } from './shop-row.js';
import { storeData } from './structured-data.js';
import { cardCount, cards } from './shop-row.js';

const FEATURED = 12;

export interface HomeColumns {
  featured: CardRow[];
  product_count: number;
}

export const HOME_COLUMNS = {
  featured: cards('', `(coalesce(v.available, 1) = 0), p.created_at desc, p.product_id limit ${FEATURED}`),
  product_count: cardCount(''),
};

/** The shop's front: its words, what it has now, where it is and when it opens. */
export function homeView(page: ShopPage<HomeColumns>): HomeView {
  const { row } = page;
  const view = page.view({ title: row.shop.name, path: '/', description: plainText(row.shop.description) });
  return {
    ...view,
    frame: { ...view.frame, structuredData: [storeData(view.frame)] },
    featured: cardsOf(page, row.featured),
    productCount: row.product_count,
    categories: row.product_count > FEATURED ? [] : categoryLinks(row.categories, null),
    nextPickup: row.product_count > 0 ? nextPickup(page) : null,
  };
}

/** « Prochain retrait : aujourd’hui dès 17 h ». */
export function nextPickup({ plan, now }: ShopPage): string | null {
  const slot = new FirstSlots(plan, now).of(null);
  if (!slot) return null;
  return say('next_pickup', { when: `${relativeDayText(slot.localDate, now)} dès ${hourText(slot.localStart)}` });
}

/** `current` null: no list of products is shown; empty: all of them. */
export function categoryLinks(categories: CategoryRow[], current: string | null): CategoryLink[] {
  if (categories.length < 2) return [];
  const all = {
    label: say('products.all'),
    url: '/produits',
    isCurrent: current === '',
    count: categories.reduce((sum, { count }) => sum + count, 0),
  };
  const links = categories.map(({ category, count }) => ({
    label: category,
    url: `/produits?rayon=${encodeURIComponent(category)}`,
    isCurrent: category === current,
    count,
  }));
  return [all, ...links];
}

/** The first words of a text, for search engines. */
export const plainText = (html: string | null): string | null =>
  html
    ? cleanHtml(html)
        .replace(/<[^>]*>/g, ' ')
        .replace(/&amp;/g, '&')
        .replace(/\s+/g, ' ')
        .trim()
        .slice(0, 300)
    : null;

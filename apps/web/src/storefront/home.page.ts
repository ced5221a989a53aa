import { hourText, relativeDayText } from '#libs/pickup';
import { type CategoryLink, cleanHtml, type HomeView } from '#libs/themes';
import { FirstSlots } from './availability.mapper.js';
import { homeSections, type SectionColumns } from './home-sections.mapper.js';
import { say } from './sentences.js';
import type { ShopPage } from './shop-pages.service.js';
import type { CategoryRow } from './shop-row.js';
import { storeData } from './structured-data.js';

/** The shop's front, as its owner laid it out. */
export function homeView(page: ShopPage<SectionColumns>, regionCode: string): HomeView {
  const { row } = page;
  const view = page.view({ title: row.shop.name, path: '/', description: plainText(row.shop.description) });
  const sections = homeSections({ ...page, regionCode });
  return {
    ...view,
    frame: { ...view.frame, structuredData: [storeData(view.frame)] },
    sections,
    hasHero: sections[0]?.type === 'hero',
    productCount: row.product_count,
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

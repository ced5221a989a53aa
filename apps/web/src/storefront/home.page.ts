import { hourText, relativeDayText } from '#libs/pickup';
import type { HomeView } from '#libs/themes';
import { FirstSlots } from './availability.mapper.js';
import { homeSections, type SectionColumns } from './home-sections.mapper.js';
import { plainText } from './plain-text.js';
import { say } from './sentences.js';
import type { ShopPage } from './shop-pages.service.js';
import { siteData } from './structured/site-data.js';
import { storeData } from './structured/store-data.js';

/** The shop's front, as its owner laid it out. */
export function homeView(page: ShopPage<SectionColumns>, regionCode: string): HomeView {
  const { row } = page;
  const view = page.view({ title: row.shop.name, path: '/', description: plainText(row.shop.description) });
  const sections = homeSections({ ...page, regionCode });
  return {
    ...view,
    frame: { ...view.frame, structuredData: [storeData(view.frame, page.plan, page.now), siteData(view.frame)] },
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

import { dateAt } from '#libs/pickup';
import { photoOf as pictureOf, readSections, type Section } from '#libs/looks';
import { type CategoryLink, frenchTypography, type HomeSection } from '#libs/themes';
import { areaMap } from './area-map.mapper.js';
import { photoOf, photoOrNull } from './photo.mapper.js';
import { cardsOf } from './product-card.mapper.js';
import type { ShopPage } from './shop-pages.service.js';
import type { CardRow, PhotoRow } from './shop-row.js';

export interface CategoryTile {
  category: string;
  count: number;
  photo: PhotoRow | null;
}

/** What the sections of a home page show, read with the shop. */
export interface SectionColumns {
  sections: unknown;
  /** By the id of the section. */
  rows: Record<string, CardRow[]>;
  /** By photo id. */
  pictures: Record<string, PhotoRow>;
  tiles: CategoryTile[];
  product_count: number;
}

type HomePage = ShopPage<SectionColumns> & { regionCode: string };
type Own = Partial<HomeSection>;

/** The sections that have something to show. */
export function homeSections(page: HomePage): HomeSection[] {
  const all = readSections(page.row.sections);
  const hasContact = all.some(({ type }) => type === 'contact') && isReachable(page);
  return all.flatMap((section) => {
    const own = ownFields(section, page, !hasContact);
    return own ? [{ ...plain(section, page), ...own }] : [];
  });
}

/** What every section has, empty where it says nothing. */
function plain(section: Section, { row }: HomePage): HomeSection {
  const photo = row.pictures[pictureOf(section) ?? ''];
  const text = 'text' in section ? section.text : '';
  return {
    id: section.id,
    type: section.type,
    title: frenchTypography(section.title),
    paragraphs: paragraphsOf(text),
    photo: photo ? photoOf(row.shop.shop_id, photo) : null,
    side: 'side' in section ? section.side : 'right',
    products: [],
    categories: [],
    showHours: false,
    showContact: false,
  };
}

const paragraphsOf = (text: string): string[] =>
  text
    .split(/\n\s*\n/)
    .map((paragraph) => frenchTypography(paragraph.trim()))
    .filter((paragraph) => paragraph !== '');

const isReachable = ({ row: { shop } }: HomePage): boolean => Boolean(shop.phone || shop.email || shop.website);

/** Null: there is nothing to show. */
function ownFields(section: Section, page: HomePage, showContact: boolean): Own | null {
  const { row } = page;
  switch (section.type) {
    case 'hero':
      return heroFields(section.button, row.product_count);
    case 'products':
      return productFields(section, page);
    case 'categories':
      return row.tiles.length > 1 ? { categories: row.tiles.map((tile) => tileOf(row.shop.shop_id, tile)) } : null;
    case 'visit':
      return {
        showHours: section.showHours,
        showContact,
        map: section.showMap ? areaMap(page.regionCode, row.shop) : null,
      };
    case 'contact':
      return isReachable(page) || section.text !== '' ? {} : null;
    case 'news': {
      const isOver = section.until !== null && section.until < dateAt(page.now).toString();
      return isOver || (section.title === '' && section.text === '') ? null : { date: section.date };
    }
    case 'text':
      return section.title === '' && section.text === '' && !row.pictures[section.photoId ?? ''] ? null : {};
  }
}

function heroFields(button: 'products' | 'info' | 'none', productCount: number): Own {
  if (button === 'info') return { more: 'info', moreUrl: '/informations' };
  return button === 'products' && productCount > 0 ? { more: 'products', moreUrl: '/produits' } : {};
}

/** A row of what is newest says so when there is nothing yet; the others wait until they have something. */
function productFields(section: Section & { type: 'products' }, page: HomePage): Own | null {
  const products = cardsOf(page, page.row.rows[section.id] ?? []);
  if (products.length === 0 && (section.source !== 'newest' || page.row.product_count > 0)) return null;
  if (section.source === 'category') return { products, more: 'category', moreUrl: listOf(section.category) };
  return page.row.product_count > 0 ? { products, more: 'products', moreUrl: '/produits' } : { products };
}

const listOf = (category: string): string => `/produits?rayon=${encodeURIComponent(category)}`;

const tileOf = (shopId: string, { category, count, photo }: CategoryTile): CategoryLink => ({
  label: category,
  url: listOf(category),
  count,
  photo: photoOrNull(shopId, photo),
});

/** The home page of a shop: its sections, and what they show. */
import type { CategoryLink, Photo, ProductCard, View } from './view-models.js';

type Maybe<T> = T | null;

/** A place on the map of the surroundings; `x`, `y` and `textX` in units of the map. */
export interface AreaPlace {
  label: string;
  x: number;
  y: number;
  textX: number;
  /** The side of the point that its name stands on. */
  anchor: 'start' | 'end';
}

/** Where the shop is among the communes around it, north up: drawn by `shop/area-map`, without any third party. */
export interface AreaMap {
  width: number;
  height: number;
  /** The shop. */
  x: number;
  y: number;
  /** Circles of equal distance around the shop: `radius` in units of the map. */
  rings: { radius: number; label: string; labelY: number }[];
  places: AreaPlace[];
}

export type SectionType = 'hero' | 'text' | 'products' | 'categories' | 'news' | 'visit' | 'contact';

/**
 * A part of the home page as the merchant laid it out; `shop/sections` draws the list. A section that has nothing to show is
 * not in it.
 */
export interface HomeSection {
  /** Unique on the page. */
  id: string;
  type: SectionType;
  /** Empty: the theme says it in its own words. */
  title: string;
  /** Paragraphs of plain text. */
  paragraphs: string[];
  photo?: Maybe<Photo>;
  /** The side of the picture, on wide screens. */
  side: 'left' | 'right';
  /** `hero`: where its button leads; `products`: the whole list. */
  more?: Maybe<'products' | 'info' | 'category'>;
  moreUrl?: Maybe<string>;
  /** Of `products`. */
  products: ProductCard[];
  /** Of `categories`. */
  categories: CategoryLink[];
  /** Of `news`, a plain date. */
  date?: Maybe<string>;
  /** Of `visit`. */
  showHours: boolean;
  /** Of `visit`: false where a section `contact` says it. */
  showContact: boolean;
  /** Of `visit`. */
  map?: Maybe<AreaMap>;
}

export interface HomeView extends View {
  /** From top to bottom; the hero is the first or there is none. */
  sections: HomeSection[];
  hasHero: boolean;
  productCount: number;
  /** « Prochain retrait : aujourd’hui dès 17 h ». */
  nextPickup?: Maybe<string>;
}

/**
 * What a storefront page is made of: the contract between `apps/web/src/storefront` and every theme. Plain data only:
 * no functions, no dates, no class instances. Amounts are cents (tax included), instants are ISO 8601, links are
 * already written. An absent value is `null` or left out. One template of a theme per view: `home` takes HomeView
 * (`home-view-models.ts`), `category` CategoryView and `product` ProductView (`product-view-models.ts`), `page` PageView, `presence`
 * PresenceView, `error` ErrorView; `basket`, `checkout` and `order` stand in `order-view-models.ts`.
 */
export type Locale = 'fr' | 'en';
type Maybe<T> = T | null;

/** One size of a picture: its address and its width in pixels. */
export interface PhotoSize {
  url: string;
  width: number;
}

/** A re-encoded picture. `width` and `height` in pixels are those of `src`; `color` is its dominant `#rrggbb`. */
export interface Photo {
  src: string;
  width: number;
  height: number;
  alt: string;
  color?: Maybe<string>;
  avif: PhotoSize[];
  webp: PhotoSize[];
  /** The largest one, to look at closely. */
  large?: Maybe<LargePhoto>;
}

/** Pixels. */
export interface LargePhoto {
  url: string;
  width: number;
  height: number;
}

/** A picture by its whole address, for other sites. Pixels. */
export interface SocialImage {
  url: string;
  width: number;
  height: number;
  alt: string;
}

/** `<meta property="og:title" content="…">` */
export interface MetaProperty {
  property: string;
  content: string;
}

/** `<link rel="alternate">`: what the page is made of, for readers of feeds. */
export interface FeedLink {
  type: string;
  title: string;
  url: string;
}

export interface NavLink {
  label: string;
  url: string;
  isCurrent?: boolean;
}

/** `undo` is a form that posts to `url`. */
export interface Flash {
  tone: 'success' | 'info' | 'warning' | 'danger';
  text: string;
  undo?: Maybe<{ url: string; label: string }>;
}

export type ShopState = 'provisioned' | 'claimed' | 'open' | 'paused' | 'suspended' | 'closed';

/** `opens` and `closes` are local wall times `HH:mm`. */
export interface HoursInterval {
  opens: string;
  closes: string;
}

/** One weekday, Monday first; no interval means closed. `day` is 1 (Monday) to 7. */
export interface DayHours {
  day: number;
  label: string;
  intervals: HoursInterval[];
  isToday: boolean;
}

export interface ShopView {
  slug: string;
  name: string;
  url: string;
  trade: string;
  tradeLabel: string;
  state: ShopState;
  tagline?: Maybe<string>;
  description?: Maybe<string>;
  logo?: Maybe<Photo>;
  cover?: Maybe<Photo>;
  phone?: Maybe<string>;
  email?: Maybe<string>;
  website?: Maybe<string>;
  /** Street lines without postcode and commune: `['12 rue Balzac']`. */
  addressLines: string[];
  postcode: string;
  commune: string;
  lat?: Maybe<number>;
  lon?: Maybe<number>;
  /** Empty while the hours are not known. */
  hours: DayHours[];
  /** « Ouvert jusqu’à 19 h » / « Fermé, ouvre mardi à 9 h »; null while the hours are not known. */
  hoursToday?: Maybe<string>;
  isOpenNow?: Maybe<boolean>;
  /** Where orders are handed over when it is not simply the shop: « À la porte, 12 rue Balzac ». */
  pickupPoint?: Maybe<string>;
  /** The shop's own message, or why it is closed; shown on every page. */
  bannerText?: Maybe<string>;
}

/** What surrounds every page. */
export interface Frame {
  lang: Locale;
  title: string;
  description?: Maybe<string>;
  canonical: string;
  /** False on basket, checkout, order and error pages: `<meta name="robots" content="noindex">`. */
  indexable: boolean;
  shop: ShopView;
  /** Pieces in the basket; the link to it is `/panier`. */
  basketCount: number;
  nav: NavLink[];
  footer: NavLink[];
  flash?: Maybe<Flash>;
  /** `theme.css(settings).url`. */
  themeCssUrl: string;
  /** The region's common address. */
  portal: { name: string; url: string; hosting?: Maybe<string> };
  /** schema.org objects, one `<script type="application/ld+json">` each. */
  structuredData?: object[];
  /** The picture that stands for the page elsewhere. */
  image?: Maybe<SocialImage>;
  /** Open Graph, ready to print. */
  openGraph?: MetaProperty[];
  feeds?: FeedLink[];
}

export interface Availability {
  /** The headline: « À retirer aujourd’hui dès 17 h ». */
  label: string;
  state: 'available' | 'low' | 'soldout' | 'on_order';
}

export interface ProductCard {
  id: string;
  handle: string;
  name: string;
  url: string;
  price: number;
  /** True when variants cost more: « dès 12,50 € ». */
  fromPrice: boolean;
  /** The lowest price of the last 30 days, crossed out. */
  compareAt?: Maybe<number>;
  photo?: Maybe<Photo>;
  availability: Availability;
}

export interface CategoryLink extends NavLink {
  count: number;
  photo?: Maybe<Photo>;
}

/** `pages` holds at most seven entries; `url: null` stands for the gap « … ». */
export interface Pager {
  page: number;
  pageCount: number;
  previousUrl?: Maybe<string>;
  nextUrl?: Maybe<string>;
  pages: { number: number; url: Maybe<string>; isCurrent: boolean }[];
}

export interface ThemeSettings {
  [id: string]: string | boolean | Photo | null;
}

export interface View {
  frame: Frame;
  /** `theme.readSettings(stored)`. */
  settings: ThemeSettings;
}

export interface Choice {
  value: string;
  label: string;
  isSelected: boolean;
}

/** Legal notice, terms of sale, information. `html` goes through `richText`. */
export interface PageView extends View {
  kind: 'legal' | 'terms' | 'info';
  title: string;
  breadcrumb: NavLink[];
  html: string;
  updatedAt?: Maybe<string>;
  /** The information page shows address, hours and contact above its text. */
  showContact: boolean;
}

/** The home of a shop that was made from a file and still waits for its owner. */
export interface PresenceView extends View {
  /** « Répertoire SIRENE de l’INSEE, novembre 2026 ». */
  sourceLabel: string;
  /** Where the owner takes it over, in the back office. */
  takeOverUrl: string;
  /** Where whoever is named has the page removed. */
  withdrawUrl: string;
  /** Open shops nearby, on the portal. */
  nearbyUrl: string;
}

/** `requestId` for 500 only. */
export interface ErrorView extends View {
  status: number;
  title: string;
  text: string;
  actions: NavLink[];
  requestId?: Maybe<string>;
  /** A search in the shop may find it. */
  hasSearch?: boolean;
  /** What may do instead. */
  products?: ProductCard[];
}

import type { ShareLinks } from './share-links.js';
import type { Availability, CategoryLink, NavLink, Pager, Photo, ProductCard, View } from './view-models.js';

type Maybe<T> = T | null;

export interface KeptField {
  name: string;
  value: string;
}

export interface FilterChoice {
  value: string;
  label: string;
  isSelected: boolean;
}

/** A form by GET to `action`: `prix_min`, `prix_max` (euros, as typed), `dispo` (`1`: in stock only), `retrait` (one of `pickups`), and what is `kept`. */
export interface ListFilters {
  action: string;
  kept: KeptField[];
  priceMin: string;
  priceMax: string;
  inStock: boolean;
  /** Days on which things can be collected, the first of them any. */
  pickups?: FilterChoice[];
  isOn: boolean;
  /** What is on; each link takes it off. */
  chosen: NavLink[];
  clearUrl: string;
}

/** `/produits`: search within the shop by GET (`q`); categories and orders are links. */
export interface CategoryView extends View {
  title: string;
  description?: Maybe<string>;
  breadcrumb: NavLink[];
  query: string;
  categories: CategoryLink[];
  /** Orders of the list, as links; the present one is current. */
  sorts: NavLink[];
  products: ProductCard[];
  total: number;
  pager: Pager;
  filters?: Maybe<ListFilters>;
  /** Where to look when nothing was found. */
  instead?: NavLink[];
  /** The newest of the shop, when nothing was found. */
  newest?: ProductCard[];
}

export interface VariantView {
  id: string;
  label: string;
  options: { name: string; value: string }[];
  price: number;
  compareAt?: Maybe<number>;
  /** « En stock », « Plus que 2 », « Épuisé », « Sur commande ». */
  stockLabel: string;
  available: boolean;
  isSelected: boolean;
  /** The most that one order may hold. */
  maxQuantity: number;
}

/** One value of an option. `note` beside what is chosen of the other options: « épuisé », « pas en Rouge ». */
export interface OptionValue {
  value: string;
  isSelected: boolean;
  /** It exists together with what is chosen of the other options. */
  isPossible: boolean;
  note?: Maybe<string>;
}

/** `field` is the name of the input that says the value. */
export interface ProductOption {
  name: string;
  field: string;
  values: OptionValue[];
}

/**
 * Posts `variantId` and `quantity` to `addUrl`; a product with several options posts `productId` and the `field` of each one. The
 * same fields by GET to `viewUrl` show price, stock and availability of what is chosen.
 */
export interface ProductView extends View {
  id: string;
  handle: string;
  name: string;
  breadcrumb: NavLink[];
  photos: Photo[];
  price: number;
  fromPrice: boolean;
  compareAt?: Maybe<number>;
  /** « 25,00 € le kg ». */
  unitPrice?: Maybe<string>;
  /** « TVA 20 % comprise ». */
  vatLabel: string;
  availability: Availability;
  /** « À retirer aujourd’hui dès 17 h, à Loches ». */
  collectableLabel: string;
  optionNames: string[];
  variants: VariantView[];
  /** Of a product with two or three options; empty when the list of variants says all. */
  options: ProductOption[];
  /** Where a choice is looked at, by GET. */
  viewUrl: string;
  /** What is chosen does not exist, or is sold out: why, and links to what can be had. */
  choice?: Maybe<ChoiceNotice>;
  /** What is chosen can be put in the basket. */
  canAdd: boolean;
  /** As it was asked for; 1 at first. */
  quantity: number;
  /** The most of what is chosen that one order may hold. */
  maxQuantity: number;
  /** At least one variant can be ordered and the shop takes orders. */
  orderable: boolean;
  addUrl: string;
  /** Shown in place of the form when nothing can be ordered: why, and what to do. */
  notOrderableText?: Maybe<string>;
  /** Any HTML: the theme sends it through `richText`. */
  descriptionHtml?: Maybe<string>;
  /** Maker, warnings, origin... */
  facts: { label: string; text: string }[];
  similar: ProductCard[];
  share: ShareLinks;
}

export interface ChoiceNotice {
  text: string;
  others: NavLink[];
}

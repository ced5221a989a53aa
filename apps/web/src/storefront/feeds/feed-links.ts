import type { FeedLink } from '#libs/themes';
import { say } from '../sentences.js';

/** The new products of a shop, newest first (RFC 4287). */
export const NEWS_PATH = '/nouveautes.atom';
/** Every variant of a shop with its price and availability, as Google Merchant Center reads it. */
export const PRODUCTS_PATH = '/produits.xml';

export const feedLinks = (shop: string): FeedLink[] => [
  { type: 'application/atom+xml', title: say('feeds.news', { shop }), url: NEWS_PATH },
  { type: 'application/rss+xml', title: say('feeds.products', { shop }), url: PRODUCTS_PATH },
];

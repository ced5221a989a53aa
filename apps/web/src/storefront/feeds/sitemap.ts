import { photoOf } from '../photo.mapper.js';
import type { FeedProduct } from './feed-rows.service.js';
import { element, XML } from '../../http/xml.js';

/** Products of one sitemap: with ten pictures each it stays far below the 50,000 addresses and 50 MB of the protocol. */
export const PART_PRODUCTS = 10_000;
const IMAGES_MOST = 10;

const dayOf = (instant: string): string => instant.slice(0, 10);

/** The parts of a sitemap that is too large for one file (sitemaps.org, sitemap index). */
export function sitemapIndex(origin: string, products: number, changedAt: string): string {
  const parts = Array.from(
    { length: Math.ceil(products / PART_PRODUCTS) },
    (_, i) => `${origin}/sitemap.xml?partie=${i + 1}`,
  );
  const entries = parts.map(
    (loc) => `<sitemap>${element('loc', loc)}${element('lastmod', dayOf(changedAt))}</sitemap>`,
  );
  return `${XML}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.join('\n')}\n</sitemapindex>\n`;
}

export const SITEMAP_START = `${XML}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">\n`;
export const SITEMAP_END = '</urlset>\n';

/** The pages of every shop. */
export const pageEntries = (origin: string, changedAt: string): string =>
  ['/', '/produits', '/informations']
    .map((path) => `<url>${element('loc', origin + path)}${element('lastmod', dayOf(changedAt))}</url>\n`)
    .join('');

export function productEntry(origin: string, shopId: string, { handle, updated_at, photos }: FeedProduct): string {
  const images = photos
    .slice(0, IMAGES_MOST)
    .map((photo) => `<image:image>${element('image:loc', origin + photoOf(shopId, photo).src)}</image:image>`);
  const address = element('loc', `${origin}/produits/${handle}`);
  return `<url>${address}${element('lastmod', dayOf(updated_at))}${images.join('')}</url>\n`;
}

import { cleanHtml } from '#libs/themes';
import { formatCents } from '#libs/kernel';
import { photoOf } from '../photo.mapper.js';
import { plainText } from '../plain-text.js';
import { say } from '../sentences.js';
import { NEWS_PATH } from './feed-links.js';
import type { FeedProduct, FeedShop } from './feed-rows.service.js';
import { element, xmlText, XML } from '../../http/xml.js';

export const NEWS_MOST = 30;

/** New products of a shop (RFC 4287), newest first. `origin` has no slash at its end. */
export function atomFeed(origin: string, shop: FeedShop, products: FeedProduct[]): string {
  const head = [
    element('id', `${origin}/`),
    element('title', say('feeds.news', { shop: shop.name })),
    element('subtitle', shop.tagline),
    element('updated', instant(shop.changed_at)),
    `<link rel="self" type="application/atom+xml" href="${xmlText(origin + NEWS_PATH)}"/>`,
    `<link rel="alternate" type="text/html" href="${xmlText(`${origin}/`)}"/>`,
    `<author>${element('name', shop.name)}${element('uri', `${origin}/`)}</author>`,
  ];
  const entries = products.map((product) => entry(origin, shop.shop_id, product));
  const body = [...head, ...entries].filter(Boolean).join('\n');
  return `${XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">\n${body}\n</feed>\n`;
}

function entry(origin: string, shopId: string, product: FeedProduct): string {
  const { handle, name, category, variants, photos, description_html: html } = product;
  const address = `${origin}/produits/${handle}`;
  const prices = variants.map(({ price_cents }) => price_cents);
  const [lowest, highest] = [Math.min(...prices), Math.max(...prices)];
  const price = lowest < highest ? say('feeds.from', { price: formatCents(lowest) }) : formatCents(lowest);
  const [photo] = photos.map((row) => photoOf(shopId, row));
  const picture = photo
    ? `<p><img src="${xmlText(origin + photo.src)}" alt="${xmlText(photo.alt)}" width="${photo.width}" height="${photo.height}"></p>`
    : '';
  return [
    '<entry>',
    element('id', `urn:uuid:${product.product_id}`),
    element('title', name),
    element('published', instant(product.created_at)),
    element('updated', instant(product.updated_at)),
    `<link rel="alternate" type="text/html" href="${xmlText(address)}"/>`,
    category ? `<category term="${xmlText(category)}"/>` : '',
    element('summary', [price, plainText(html)].filter(Boolean).join(' · ')),
    `<content type="html">${xmlText(`${picture}<p>${xmlText(price)}</p>${cleanHtml(html)}`)}</content>`,
    '</entry>',
  ]
    .filter(Boolean)
    .join('\n');
}

/** RFC 3339 in whole seconds. */
const instant = (text: string): string => new Date(text).toISOString().replace(/\.\d+Z$/, 'Z');

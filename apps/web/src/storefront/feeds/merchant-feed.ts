import { Temporal } from 'temporal-polyfill';
import { isEan } from '#libs/kernel';
import { pickupPlan, type PickupPlan, dateAt } from '#libs/pickup';
import { crossedOut } from '../product-card.mapper.js';
import { contentOf } from '../product/product-facts.js';
import { photosFor } from '../product/photo-order.js';
import { isAvailable } from '../product/product-choice.js';
import { conditionOf } from '../structured/product-data.js';
import { photoOf } from '../photo.mapper.js';
import { plainText } from '../plain-text.js';
import { say } from '../sentences.js';
import type { VariantRow } from '../shop-row.js';
import type { FeedProduct, FeedShop } from './feed-rows.service.js';
import { element, XML } from '../../http/xml.js';

const TEXT_MOST = 5000;
const TITLE_MOST = 150;
const PICTURES_MOST = 11;
const FARTHEST_DAYS = 6;

/** What all items of a feed share. */
export interface MerchantFeed {
  origin: string;
  slug: string;
  shop: FeedShop;
  plan: PickupPlan;
  now: Temporal.Instant;
}

export const merchantFeed = (origin: string, slug: string, shop: FeedShop, now: Temporal.Instant): MerchantFeed => ({
  origin,
  slug,
  shop,
  now,
  plan: pickupPlan(shop.pickup, {}, now),
});

export const feedStart = ({ origin, shop }: MerchantFeed): string =>
  `${XML}<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n${[
    element('title', say('feeds.products', { shop: shop.name })),
    element('link', `${origin}/`),
    element('description', shop.tagline ?? shop.name),
  ].join('\n')}\n`;

export const FEED_END = '</channel>\n</rss>\n';

/**
 * One item for each variant, as Google Merchant Center reads them (product data specification, 2026): ids stay the same for the
 * life of a variant, a reduction is the sale price, what the shop keeps is collected there.
 */
export function feedItems(feed: MerchantFeed, product: FeedProduct): string {
  const { shop } = feed;
  const common = [
    element('g:description', plainText(product.description_html, TEXT_MOST) ?? product.name),
    element('g:brand', product.brand),
    element('g:product_type', product.category),
    element('g:condition', conditionOf(product, shop.trade).toLowerCase()),
    product.variants.length > 1 ? element('g:item_group_id', product.product_id) : '',
  ];
  return product.variants.map((variant) => item(feed, product, variant, common)).join('');
}

function item(feed: MerchantFeed, product: FeedProduct, variant: VariantRow, common: string[]): string {
  const isOne = product.variants.length === 1;
  const address = `${feed.origin}/produits/${product.handle}`;
  const title = [product.name, ...(isOne ? [] : variant.options)].join(', ');
  const code = variant.ean && isEan(variant.ean) ? variant.ean : null;
  const parts = [
    element('g:id', variant.variant_id),
    element('g:title', title.slice(0, TITLE_MOST)),
    element('g:link', isOne ? address : `${address}?variante=${variant.variant_id}`),
    ...pictureParts(feed, product, variant),
    ...common,
    ...priceParts(product, variant),
    element('g:gtin', code),
    code ? '' : element('g:identifier_exists', 'no'),
    ...optionParts(product, variant),
    ...pickupParts(feed, product, variant),
  ];
  return `<item>\n${parts.filter(Boolean).join('\n')}\n</item>\n`;
}

function pictureParts({ origin, shop }: MerchantFeed, product: FeedProduct, variant: VariantRow): string[] {
  const [first, ...others] = photosFor(product, variant).map((row) => origin + photoOf(shop.shop_id, row).src);
  const more = others.slice(0, PICTURES_MOST - 1);
  return [element('g:image_link', first), ...more.map((url) => element('g:additional_image_link', url))];
}

const euros = (cents: number): string => `${(cents / 100).toFixed(2)} EUR`;

const MEASURES: Record<string, string> = { m2: 'sqm', piece: 'ct' };
const BASES: Record<string, string> = {
  g: '1kg',
  kg: '1kg',
  ml: '1l',
  cl: '1l',
  l: '1l',
  m: '1m',
  m2: '1sqm',
  piece: '1ct',
};

function priceParts({ public_category: code }: FeedProduct, variant: VariantRow): string[] {
  const before = crossedOut(variant.prior_cents ?? variant.compare_at_cents, variant.price_cents);
  const content = contentOf(variant, code);
  return [
    element('g:price', euros(before ?? variant.price_cents)),
    before === null ? '' : element('g:sale_price', euros(variant.price_cents)),
    content ? element('g:unit_pricing_measure', `${content.amount}${MEASURES[content.unit] ?? content.unit}`) : '',
    content ? element('g:unit_pricing_base_measure', BASES[content.unit]) : '',
  ];
}

const ATTRIBUTES: [name: RegExp, attribute: string][] = [
  [/^(?:taille|pointure|size)$/i, 'g:size'],
  [/^(?:couleur|coloris|colou?r)$/i, 'g:color'],
  [/^(?:mati[eè]re|material)$/i, 'g:material'],
  [/^(?:motif|pattern)$/i, 'g:pattern'],
];

const optionParts = ({ option_names }: FeedProduct, { options }: VariantRow): string[] =>
  option_names.flatMap((name, i) => {
    const attribute = ATTRIBUTES.find(([names]) => names.test(name.trim()))?.[1];
    return attribute ? [element(attribute, options[i])] : [];
  });

/** In stock means: it can be reserved now. How soon it is ready comes from the real slots. */
function pickupParts({ slug, plan, now }: MerchantFeed, product: FeedProduct, variant: VariantRow): string[] {
  const slot = isAvailable(variant) ? plan.firstFree(product.lead_minutes) : null;
  if (!slot) return [element('g:availability', 'out_of_stock')];
  const days = dateAt(now).until(Temporal.PlainDate.from(slot.localDate)).days;
  const soon = ['same day', 'next day'][days] ?? `${days}-day`;
  return [
    element('g:availability', 'in_stock'),
    element('g:store_code', slug),
    element('g:pickup_method', 'reserve'),
    element('g:pickup_SLA', days > FARTHEST_DAYS ? 'multi-week' : soon),
  ];
}

import { type InitiativeLogo, logoKey } from '#libs/imports';
import type { Temporal } from 'temporal-polyfill';
import { Clock } from '#libs/kernel';
import { collectableText, REGION_ZONE, slotTime } from '#libs/pickup';
import { mediaKey, publicOrigin, type Settings } from '#libs/platform';
import type { PublicShop, ResultPhoto, ResultShop, SearchResult } from '#libs/search';
import { tradeByCode } from '#libs/territory';
import type { Availability, Photo, ProductCard } from '#libs/themes';
import { say, sayPlural } from './portal-sentences.js';

/** What `partials/shop-card.hbs` shows. */
export interface ShopCard {
  name: string;
  url: string;
  trade: string;
  place: string;
  status: string;
  isOpen: boolean;
  photo: Photo | null;
  detail: string | null;
}

const JPEG_WIDTH = 960;

export function photoView(photo: ResultPhoto | null): Photo | null {
  if (!photo) return null;
  return pictureView(photo, photo.alt, (size, format) => mediaKey(photo.shopId, photo.photoId, size, format));
}

export const logoView = (initiativeId: string, name: string, logo: InitiativeLogo | null): Photo | null =>
  logo && pictureView(logo, name, (size, format) => logoKey(initiativeId, logo.pictureId, size, format));

function pictureView(
  photo: Pick<ResultPhoto, 'width' | 'height' | 'widths' | 'color'>,
  alt: string,
  keyOf: (size: number, format: 'webp' | 'avif' | 'jpeg') => string,
): Photo {
  const width = Math.min(JPEG_WIDTH, photo.width);
  const url = (size: number, format: 'webp' | 'avif' | 'jpeg'): string => `/media/${keyOf(size, format)}`;
  const sizes = (format: 'webp' | 'avif') => photo.widths.map((size) => ({ url: url(size, format), width: size }));
  const height = Math.round((photo.height * width) / photo.width);
  return {
    src: url(width, 'jpeg'),
    width,
    height,
    alt,
    color: photo.color,
    avif: sizes('avif'),
    webp: sizes('webp'),
  };
}

/** « 850 m », « 3,8 km », « 37 km ». */
export function distanceText(km: number): string {
  if (km < 1) return say('distance.metres', { metres: Math.max(50, Math.round(km * 20) * 50) });
  const rounded = km < 10 ? km.toFixed(1).replace('.', ',').replace(/,0$/, '') : String(Math.round(km));
  return say('distance.kilometres', { km: rounded });
}

/** « Loches », « Loches (3,8 km) ». */
const placeText = ({ commune, distanceKm }: ResultShop): string =>
  distanceKm === null || distanceKm === 0
    ? commune
    : say('place.with_distance', { commune, distance: distanceText(distanceKm) });

function availability(result: SearchResult, now: Temporal.Instant): Availability {
  if (!result.isAvailable) return { label: say('availability.sold_out'), state: 'soldout' };
  if (!result.collectableFrom) return { label: say('availability.at_the_shop'), state: 'on_order' };
  const start = Date.parse(result.collectableFrom);
  return { label: collectableText(slotTime(start, start, REGION_ZONE), now), state: 'available' };
}

export function productCard(result: SearchResult, settings: Settings): ProductCard & { shopName: string } {
  return {
    id: result.id,
    handle: result.handle ?? '',
    name: result.title,
    url: `${publicOrigin(settings, result.shop.slug)}/produits/${result.handle}`,
    price: result.price ?? 0,
    fromPrice: result.priceVaries,
    photo: photoView(result.photo),
    availability: availability(result, Clock.now()),
    shopName: say('place.shop', { shop: result.shop.name, place: placeText(result.shop) }),
  };
}

/** What `partials/listing-card.hbs` shows: it leads to another site. */
export function listingCard({ id, title, price, priceVaries, isAvailable, shop, link }: SearchResult) {
  const isPlace = id === shop.shopId;
  return {
    name: title,
    url: link?.url ?? '',
    price,
    fromPrice: priceVaries,
    isSoldOut: !isAvailable,
    detail: isPlace
      ? [tradeByCode(shop.trade)?.labelFr, shop.commune && placeText(shop)].filter(Boolean).join(', ')
      : [shop.name, shop.commune && placeText(shop)].filter(Boolean).join(', '),
    source: say('listing.source', { source: link?.sourceName ?? '' }),
  };
}

export function shopCard(shop: ResultShop & Partial<PublicShop>, settings: Settings): ShopCard {
  const products = shop.products ?? 0;
  return {
    name: shop.name,
    url: publicOrigin(settings, shop.slug),
    trade: tradeByCode(shop.trade)?.labelFr ?? shop.trade,
    place: placeText(shop),
    status: say(`shop_state.${shop.state}`),
    isOpen: shop.state === 'open',
    photo: photoView(shop.photo ?? null),
    detail: products > 0 ? sayPlural('shop.products', products) : null,
  };
}

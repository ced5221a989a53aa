import { z } from 'zod';
import { euros } from '#libs/kernel';
import { mediaKey, publicOrigin, type Settings } from '#libs/platform';
import type { PublicShop, ResultPhoto, SearchResult } from '#libs/search';

const money = z.object({ amount: z.int(), currency: z.literal('EUR') });
const image = z.object({ url: z.string(), width: z.int(), height: z.int(), alt: z.string() });

export const resultSchema = z.object({
  kind: z.enum(['product', 'shop', 'listing']),
  id: z.string(),
  title: z.string(),
  url: z.string(),
  price: money.nullable(),
  image: image.nullable(),
  shop: z.object({
    slug: z.string(),
    name: z.string(),
    commune: z.string(),
    communeInsee: z.string(),
    distanceKm: z.number().nullable(),
  }),
  collectableFrom: z.string().nullable(),
  source: z
    .object({ name: z.string(), initiative: z.string() })
    .nullable()
    .describe('of a listing: who published it; its url leads to another site'),
});

export const shopSchema = z.object({
  slug: z.string(),
  name: z.string(),
  state: z.enum(['provisioned', 'claimed', 'open', 'paused', 'listed']),
  url: z.string(),
  trade: z.string(),
  tagline: z.string().nullable(),
  address: z.object({
    line: z.string().nullable(),
    postcode: z.string().nullable(),
    commune: z.string(),
    communeInsee: z.string(),
    lat: z.number().nullable(),
    lon: z.number().nullable(),
  }),
  phone: z.string().nullable(),
  website: z.string().nullable(),
  image: image.nullable(),
  products: z.int(),
  collectableFrom: z.string().nullable(),
});

const WIDEST = 960;

export function apiImage(photo: ResultPhoto | null, settings: Settings): z.infer<typeof image> | null {
  if (!photo) return null;
  const width = Math.min(WIDEST, photo.width);
  const url = `${publicOrigin(settings)}/media/${mediaKey(photo.shopId, photo.photoId, width, 'jpeg')}`;
  return { url, width, height: Math.round((photo.height * width) / photo.width), alt: photo.alt };
}

export function apiResult(result: SearchResult, settings: Settings): z.infer<typeof resultSchema> {
  const { slug, name, commune, communeInsee, distanceKm } = result.shop;
  const origin = publicOrigin(settings, slug);
  return {
    kind: result.kind,
    id: result.id,
    title: result.title,
    url: result.link?.url ?? (result.handle === null ? origin : `${origin}/produits/${result.handle}`),
    price: result.price === null ? null : euros(result.price),
    image: apiImage(result.photo, settings),
    shop: { slug, name, commune, communeInsee, distanceKm },
    collectableFrom: result.collectableFrom,
    source: result.link ? { name: result.link.sourceName, initiative: result.link.initiativeSlug } : null,
  };
}

export function apiShop(shop: PublicShop, settings: Settings): z.infer<typeof shopSchema> {
  const { slug, name, state, trade, tagline, phone, website, products, collectableFrom, lat, lon } = shop;
  return {
    slug,
    name,
    state,
    url: publicOrigin(settings, slug),
    trade,
    tagline,
    address: {
      line: shop.addressLine,
      postcode: shop.postcode,
      commune: shop.commune,
      communeInsee: shop.communeInsee,
      lat,
      lon,
    },
    phone,
    website,
    image: apiImage(shop.photo, settings),
    products,
    collectableFrom,
  };
}

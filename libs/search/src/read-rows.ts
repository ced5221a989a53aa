import type { ResultPhoto, ResultShop, SearchResult } from './search-result.js';
import type { PageRow, PhotoJson } from './search-sql.js';

export function toResult(row: PageRow): SearchResult {
  return {
    kind: row.kind,
    id: row.id,
    title: row.title,
    handle: row.handle,
    price: row.price_cents,
    priceVaries: row.price_varies,
    isAvailable: row.available,
    photo: toPhoto(row.shop_id, row.photo),
    shop: toShop(row),
    collectableFrom: row.collectable_from?.toISOString() ?? null,
  };
}

export const toShop = (row: Omit<PageRow, 'kind' | 'id' | 'title'> | PageRow): ResultShop => ({
  shopId: row.shop_id,
  slug: row.slug,
  name: row.name,
  state: row.state,
  trade: row.trade,
  commune: row.commune_name,
  communeInsee: row.commune_insee,
  lat: row.lat,
  lon: row.lon,
  distanceKm: row.km === null ? null : Math.round(row.km * 10) / 10,
});

export const toPhoto = (shopId: string, photo: PhotoJson | null): ResultPhoto | null => photo && { shopId, ...photo };

import type { FeedKind } from '../feeds/feed.js';
import type { FeedOutcome } from './feed-facts.js';
import type { FeedSource } from './feed-source.js';
import { readDfc } from './read-dfc.js';
import { readGeoJson } from './read-geojson.js';
import { readProducts } from './read-products.js';
import { readShopTable } from './read-shop-table.js';
import { readSitemap } from './read-sitemap.js';

const READERS: Record<FeedKind, (source: FeedSource) => AsyncGenerator<FeedOutcome>> = {
  products: readProducts,
  shops: readShopTable,
  geojson: readGeoJson,
  'json-ld': readSitemap,
  dfc: readDfc,
};

/** What a feed says, entry by entry; what is wrong with one entry does not stop the others. @throws AppError when it cannot be read at all */
export const readFeed = (kind: FeedKind, source: FeedSource): AsyncGenerator<FeedOutcome> => READERS[kind](source);

export {
  type Feed,
  FEED_KINDS,
  type FeedInput,
  feedInput,
  type FeedKind,
  type FeedSync,
  type Problem,
} from './feeds/feed.js';
export { FeedSyncer, type SyncReport } from './feeds/feed-syncer.service.js';
export { Feeds, type FeedScope } from './feeds/feeds.service.js';
export * from './federation.errors.js';
export { INVENTORY_COLUMNS, inventoryAttributes, productAttributes } from './out/merchant-attributes.js';
export { type OpenShop, OpenShops } from './out/open-shops.service.js';
export { SoldItems } from './out/sold-items.service.js';
export { FederationModule } from './federation.module.js';
export { type MatchSide, type PlaceMatch, PlaceMatches } from './places/place-matches.service.js';

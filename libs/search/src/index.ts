export { PublicShops, type Count, type PublicInitiative, type ShopListQuery } from './public-shops.service.js';
export { Reindex } from './reindex.service.js';
export { SearchIndex } from './search-index.service.js';
export { searchQuerySchema, type CleanSearchQuery, type SearchQuery } from './search-query.js';
export type * from './search-result.js';
export { SearchModule } from './search.module.js';
export { UnknownPlaceError } from './search.errors.js';
export { Search } from './search.service.js';
export { Suggestions } from './suggestions.service.js';

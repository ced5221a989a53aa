export { searchQuerySchema, type SearchQuery } from './search-query.js';
export type * from './search-result.js';
export { Search } from './search.service.js';

import { Module } from '@nestjs/common';
import { PickupModule } from '#libs/pickup';
import { Counts } from './counts.service.js';
import { Engines } from './engines.service.js';
import { IndexLag } from './index-lag.service.js';
import { ListingIndex } from './listing-index.service.js';
import { ListingLinks } from './listing-links.service.js';
import { MemoryEngine } from './memory/memory-engine.service.js';
import { MemoryFeed } from './memory/memory-feed.service.js';
import { PlacesShops } from './places-shops.service.js';
import { PostgresEngine } from './postgres-engine.service.js';
import { PublicShops } from './public-shops.service.js';
import { RemoteEngine } from './remote/remote-engine.service.js';
import { Reindex } from './reindex.service.js';
import { SearchIndex } from './search-index.service.js';
import { SearchRefresh } from './search-refresh.job.js';
import { SearchUpkeep } from './search-upkeep.job.js';
import { Search } from './search.service.js';
import { Suggestions } from './suggestions.service.js';
import { Synonyms } from './synonyms.service.js';
import { Understanding } from './understanding.service.js';
import { UnmetSearches } from './unmet-searches.service.js';
import { Vocabulary } from './vocabulary.service.js';

const DOORS = [
  IndexLag,
  ListingIndex,
  MemoryEngine,
  MemoryFeed,
  PlacesShops,
  Search,
  Suggestions,
  PublicShops,
  SearchIndex,
  Reindex,
  UnmetSearches,
];

@Module({
  imports: [PickupModule],
  providers: [
    ...DOORS,
    Counts,
    Engines,
    ListingLinks,
    PostgresEngine,
    RemoteEngine,
    SearchRefresh,
    SearchUpkeep,
    Synonyms,
    Understanding,
    Vocabulary,
  ],
  exports: DOORS,
})
export class SearchModule {}

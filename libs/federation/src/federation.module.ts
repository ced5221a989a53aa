import { Module } from '@nestjs/common';
import { ImportsModule } from '#libs/imports';
import { SearchModule } from '#libs/search';
import { ShopsModule } from '#libs/shops';
import { FeedListings } from './feeds/feed-listings.service.js';
import { FeedMailJobHandler } from './feeds/feed-mail.job.js';
import { FeedReader } from './feeds/feed-reader.service.js';
import { FeedSyncJob } from './feeds/feed-sync.job.js';
import { FeedSyncer } from './feeds/feed-syncer.service.js';
import { FeedUpkeep } from './feeds/feed-upkeep.job.js';
import { Feeds } from './feeds/feeds.service.js';
import { OpenShops } from './out/open-shops.service.js';
import { SoldItems } from './out/sold-items.service.js';
import { PlaceMatches } from './places/place-matches.service.js';
import { Places } from './places/places.service.js';

const DOORS = [OpenShops, SoldItems, Feeds, FeedSyncer, PlaceMatches];

/** What is sold elsewhere: feeds of initiatives, and the places that several of them describe. */
@Module({
  imports: [ImportsModule, SearchModule, ShopsModule],
  providers: [...DOORS, FeedListings, FeedReader, Places, FeedSyncJob, FeedUpkeep, FeedMailJobHandler],
  exports: DOORS,
})
export class FederationModule {}

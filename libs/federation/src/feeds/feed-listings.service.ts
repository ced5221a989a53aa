import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ListingIndex, type ListedPlace, type Listing } from '#libs/search';
import type { PlaceFacts, ProductFacts } from '../readers/feed-facts.js';
import type { Feed } from './feed.js';
import * as sql from './feed-items-sql.js';

interface ProductRow {
  itemId: string;
  facts: ProductFacts;
  createdAt: Date;
  sellerId: string | null;
  seller: PlaceFacts | null;
}

/** Shows the products of a feed in the search, under the shop that sells them or under the feed's own site. */
@Injectable()
export class FeedListings {
  constructor(private readonly index: ListingIndex) {}

  /** `itemIds` null: all of them. `goneIds`: what is not in the feed any more. */
  async show(tx: EntityManager, feed: Feed, itemIds: string[] | null, goneIds: string[] = []): Promise<void> {
    await this.index.drop(tx, goneIds);
    const rows = await tx.query<ProductRow[]>(sql.PRODUCTS, [feed.feedId, itemIds]);
    const sellers = new Map(rows.flatMap((row) => (row.seller ? [[row.sellerId, sellerOf(feed, row)] as const] : [])));
    const places = [...(feed.kind === 'products' ? [siteOf(feed)] : []), ...sellers.values()];
    const isOwn = feed.kind !== 'products' && rows.some(({ seller }) => !seller);
    await this.index.writePlaces(tx, isOwn ? [...places, siteOf(feed)] : places);
    const listings = rows.map((row) => listingOf(feed, row));
    await this.index.writeListings(tx, feed.kind === 'products' ? [frontOf(feed), ...listings] : listings);
    await this.index.settle(tx, [feed.feedId, ...(await this.sellerIds(tx, feed))]);
  }

  /** Nothing of the feed's products is found any more. */
  async hide(tx: EntityManager, feed: Feed): Promise<void> {
    const items = await tx.query<{ itemId: string; kind: string }[]>(sql.IDS, [feed.feedId]);
    const products = items.filter(({ kind }) => kind === 'product').map(({ itemId }) => itemId);
    await this.index.drop(tx, [feed.feedId, ...products]);
    await this.index.settle(tx, [feed.feedId, ...(await this.sellerIds(tx, feed))]);
  }

  private async sellerIds(tx: EntityManager, { feedId }: Feed): Promise<string[]> {
    const items = await tx.query<{ itemId: string; kind: string }[]>(sql.IDS, [feedId]);
    return items.filter(({ kind }) => kind === 'place').map(({ itemId }) => itemId);
  }
}

/** The site of a product feed, as the shop of all that it lists. */
const siteOf = (feed: Feed): ListedPlace => ({
  placeId: feed.feedId,
  name: feed.name,
  trade: feed.trade,
  communeInsee: feed.communeInsee,
  lat: null,
  lon: null,
  addressLine: null,
  postcode: null,
  phone: null,
  website: feed.siteUrl,
  initiativeId: feed.initiativeId,
  createdAt: feed.createdAt.toISOString(),
});

const sellerOf = (feed: Feed, { sellerId, seller, createdAt }: ProductRow): ListedPlace => ({
  ...siteOf(feed),
  placeId: sellerId!,
  name: seller!.name,
  trade: seller!.trade ?? feed.trade,
  communeInsee: seller!.communeInsee,
  lat: seller!.lat ?? null,
  lon: seller!.lon ?? null,
  addressLine: seller!.addressLine ?? null,
  postcode: seller!.postcode ?? null,
  phone: seller!.phone ?? null,
  website: seller!.url ?? null,
  createdAt: createdAt.toISOString(),
});

/** The site itself is found by its name. */
const frontOf = (feed: Feed): Listing => ({
  placeId: feed.feedId,
  documentId: feed.feedId,
  title: feed.name,
  brand: null,
  words: '',
  text: '',
  priceCents: null,
  priceVaries: false,
  isAvailable: true,
  url: feed.siteUrl,
  sourceName: feed.initiative.name,
  initiativeSlug: feed.initiative.slug,
  createdAt: feed.createdAt.toISOString(),
});

const listingOf = (feed: Feed, { itemId, facts, createdAt, sellerId, seller }: ProductRow): Listing => ({
  placeId: (seller && sellerId) ?? feed.feedId,
  documentId: itemId,
  title: facts.title,
  brand: facts.brand ?? null,
  words: facts.category ?? '',
  text: facts.description ?? '',
  priceCents: facts.priceCents,
  priceVaries: facts.priceVaries,
  isAvailable: facts.isAvailable,
  url: facts.url,
  sourceName: feed.initiative.name,
  initiativeSlug: feed.initiative.slug,
  createdAt: createdAt.toISOString(),
});

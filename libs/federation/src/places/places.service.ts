import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { ListingIndex, type Listing } from '#libs/search';
import { type Saying, ShopSources, sourceRank } from '#libs/shops';
import type { PlaceFacts } from '../readers/feed-facts.js';
import { cardOf, fieldOf, numberOf, type PlaceCard } from './place-card.js';
import { isShop, PlaceGraph, type PlaceGroup } from './place-graph.js';
import type { PlaceDecision, PlaceNode } from './place-node.js';
import { proposalsOf } from './place-proposals.js';
import * as sql from './places-sql.js';

interface NodeRow {
  id: string;
  facts: PlaceNode['facts'];
  createdAt: Date;
  source: string;
  feed: NonNullable<PlaceNode['feed']>;
}

type ShopRow = Record<keyof PlaceFacts, string | number | null> & { id: string; createdAt: Date; slug: string | null };

/** What a shop of ours takes from a feed: how to reach it, never what it is called or sells. */
const SHARED = ['phone', 'url', 'addressLine', 'postcode', 'lat', 'lon'] as const;

/** All descriptions of places, put together. */
export interface PlaceWorld {
  nodes: Map<string, PlaceNode>;
  graph: PlaceGraph;
  decisions: PlaceDecision[];
}

/** Makes of the places of all feeds the cards that the search shows, and the duplicates that an agent looks at. */
@Injectable()
export class Places {
  constructor(
    private readonly index: ListingIndex,
    private readonly shops: ShopSources,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Brings cards, proposals and what shops of ours were told up to date, in a transaction of the region; one at a time. All of
   * it follows from the feeds and the decisions, so that whatever is taken back leaves nothing behind. `touched`: the only
   * descriptions whose cards may have changed.
   */
  async refresh(tx: EntityManager, touched: ReadonlySet<string> | null = null): Promise<void> {
    await tx.query(sql.LOCK);
    await tx.query(sql.SWEEP);
    const { nodes, graph, decisions } = await this.world(tx);
    const groups = graph.groups();
    const shown = groups.filter(
      (group) => !group.some(isShop) && (!touched || group.some(({ id }) => touched.has(id))),
    );
    await this.show(tx, shown.map(cardOf), touched);
    await this.tellShops(
      tx,
      groups.filter((group) => group.some(isShop)),
    );
    const proposals = proposalsOf([...nodes.values()], graph, decisions);
    await tx.query(sql.PROPOSE, [JSON.stringify(proposals)]);
  }

  async world(tx: EntityManager): Promise<PlaceWorld> {
    const rows = await tx.query<NodeRow[]>(sql.NODES);
    const decisions = await tx.query<PlaceDecision[]>(sql.DECISIONS);
    const places = rows.map(nodeOf);
    const communes = [...new Set(places.map(({ facts }) => facts.communeInsee))];
    const sirets = places.flatMap(({ facts }) => facts.siret ?? []);
    const shops = await tx.query<ShopRow[]>(sql.SHOPS, [communes, sirets]);
    const nodes = [...places, ...shops.map((shop) => this.nodeOfShop(shop))];
    return { nodes: new Map(nodes.map((node) => [node.id, node])), graph: new PlaceGraph(nodes, decisions), decisions };
  }

  private async show(tx: EntityManager, cards: PlaceCard[], touched: ReadonlySet<string> | null): Promise<void> {
    const shown = await tx.query<{ id: string }[]>(sql.SHOWN);
    const wanted = new Set(cards.map(({ placeId }) => placeId));
    const stale = shown.map(({ id }) => id).filter((id) => !wanted.has(id) && (!touched || touched.has(id)));
    await this.index.drop(tx, stale);
    const moved = await this.index.writePlaces(tx, cards.map(placeOf));
    const changed = await this.index.writeListings(tx, cards.map(listingOf));
    await this.index.settle(tx, [...new Set([...stale, ...moved, ...changed])]);
  }

  /** Each feed is a source of its own, so that it can be taken away alone. */
  private async tellShops(tx: EntityManager, groups: PlaceGroup[]): Promise<void> {
    const said = new Map<string, Saying>();
    for (const group of groups) {
      const shopId = group.find(isShop)!.id;
      for (const { feed, facts } of group) {
        if (!feed) continue;
        const source = `initiative:${feed.initiativeId}:${feed.feedId}`;
        const saying = said.get(source) ?? { kind: feed.initiativeKind, shops: new Map() };
        saying.shops.set(shopId, sharedOf(facts));
        said.set(source, saying);
      }
    }
    await this.shops.replace(tx, 'initiative:%:%', said);
  }

  private nodeOfShop({ id, createdAt, slug, ...columns }: ShopRow): PlaceNode {
    const said = Object.entries(columns).filter(([, value]) => value !== null && value !== '');
    const url = slug === null ? {} : { url: publicOrigin(this.settings, slug) };
    return {
      id,
      feed: null,
      source: this.settings.baseDomain,
      rank: sourceRank({ source: 'merchant', kind: null }),
      facts: { ...url, ...Object.fromEntries(said) } as PlaceNode['facts'],
      createdAt: createdAt.toISOString(),
    };
  }
}

function nodeOf({ id, facts, createdAt, source, feed }: NodeRow): PlaceNode {
  const rank = sourceRank({ source: `initiative:${feed.initiativeId}`, kind: feed.initiativeKind });
  return { id, feed, source, rank, facts, createdAt: createdAt.toISOString() };
}

function sharedOf(facts: PlaceNode['facts']): Record<string, unknown> {
  const said = SHARED.flatMap((field) => (facts[field] === undefined ? [] : [[field, facts[field]] as const]));
  const shared: Record<string, unknown> = Object.fromEntries(said);
  const { url, ...rest } = shared;
  return {
    ...rest,
    ...(url !== undefined && { website: url }),
    ...(facts.lat !== undefined && { pointSource: 'file' }),
  };
}

const placeOf = (card: PlaceCard) => ({
  placeId: card.placeId,
  name: fieldOf(card, 'name') ?? '',
  trade: fieldOf(card, 'trade'),
  communeInsee: fieldOf(card, 'communeInsee'),
  lat: numberOf(card, 'lat'),
  lon: numberOf(card, 'lon'),
  addressLine: fieldOf(card, 'addressLine'),
  postcode: fieldOf(card, 'postcode'),
  phone: fieldOf(card, 'phone'),
  website: fieldOf(card, 'url'),
  initiativeId: card.lead.feed!.initiativeId,
  createdAt: card.createdAt,
});

const listingOf = (card: PlaceCard): Listing => ({
  placeId: card.placeId,
  documentId: card.placeId,
  title: fieldOf(card, 'name') ?? '',
  brand: null,
  words: '',
  text: fieldOf(card, 'description') ?? '',
  priceCents: null,
  priceVaries: false,
  isAvailable: true,
  url: fieldOf(card, 'url') ?? card.lead.feed!.siteUrl,
  sourceName: card.sources.join(', '),
  initiativeSlug: card.lead.feed!.initiativeSlug,
  createdAt: card.createdAt,
});

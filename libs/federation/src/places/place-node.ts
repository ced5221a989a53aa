import type { PlaceFacts } from '../readers/feed-facts.js';

/** One description of a place: an entry of a feed, or a shop of ours. */
export interface PlaceNode {
  id: string;
  /** Null: a shop of ours. */
  feed: {
    feedId: string;
    name: string;
    siteUrl: string;
    initiativeId: string;
    initiativeSlug: string;
    initiativeKind: string;
  } | null;
  /** Who published it, as it is shown. */
  source: string;
  /** How much its word counts; see `sourceRank` of libs/shops. */
  rank: number;
  facts: Omit<PlaceFacts, 'kind'>;
  /** ISO 8601. */
  createdAt: string;
}

/** What an agent said of two descriptions. */
export interface PlaceDecision {
  leftId: string;
  rightId: string;
  decision: 'same' | 'apart';
}

/** The older one first; ids of the same instant in their own order. */
export const byAge = (a: PlaceNode, b: PlaceNode): number =>
  a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : a.id < b.id ? -1 : 1;

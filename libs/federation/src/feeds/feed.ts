import { z } from 'zod';
import type { AppError } from '#libs/kernel';

export const FEED_KINDS = ['products', 'shops', 'geojson', 'json-ld', 'dfc'] as const;
export type FeedKind = (typeof FEED_KINDS)[number];

/** Other names that people give the kinds. */
const ALIASES: Record<string, FeedKind> = {
  product: 'products',
  google: 'products',
  'google-merchant': 'products',
  merchant: 'products',
  facebook: 'products',
  rss: 'products',
  atom: 'products',
  xml: 'products',
  tsv: 'products',
  shop: 'shops',
  'shop-list': 'shops',
  csv: 'shops',
  osm: 'geojson',
  jsonld: 'json-ld',
  sitemap: 'json-ld',
  'schema.org': 'json-ld',
};

const blank = (value: unknown): unknown => (value === '' || value === null ? undefined : value);
const kind = z.preprocess(
  (value) => (typeof value === 'string' ? (ALIASES[value.trim().toLowerCase()] ?? value.trim().toLowerCase()) : value),
  z.enum(FEED_KINDS),
);
const address = z
  .string()
  .trim()
  .max(2048)
  .refine((url) => /^https?:\/\//i.test(url) && URL.canParse(url), 'federation.address');

/** A new feed. `trade` and `communeInsee`: of the shop whose products it lists, where it is one shop. */
export const feedInput = z.strictObject({
  url: address,
  kind,
  name: z.preprocess(blank, z.string().trim().max(200).optional()),
  siteUrl: z.preprocess(blank, address.optional()),
  trade: z.preprocess(blank, z.string().max(40).optional()),
  communeInsee: z.preprocess(
    blank,
    z
      .string()
      .regex(/^[0-9AB]{5}$/)
      .optional(),
  ),
});

export type FeedInput = z.input<typeof feedInput>;

/** Why something failed: the code of its sentence, and what fills it. */
export type Problem = Pick<AppError, 'code' | 'details'>;

/** A content that lost too much to be believed at once. `at`: ISO 8601. */
export interface Held {
  lost: number;
  before: number;
  at: string;
}

export interface Feed {
  feedId: string;
  initiativeId: string;
  initiative: { slug: string; name: string };
  kind: FeedKind;
  url: string;
  name: string;
  siteUrl: string;
  trade: string | null;
  communeInsee: string | null;
  /** Entries that are shown. */
  items: number;
  /** When its address last answered; null: never yet. */
  checkedAt: Date | null;
  /** When its content last changed something here. */
  changedAt: Date | null;
  nextAt: Date;
  /** Failures in a row. */
  failures: number;
  failingSince: Date | null;
  problem: Problem | null;
  held: Held | null;
  hiddenAt: Date | null;
  createdAt: Date;
}

export interface FeedSync {
  syncId: string;
  startedAt: Date;
  endedAt: Date;
  outcome: 'changed' | 'held' | 'failed';
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  /** Not in the feed, for the first time: still shown. */
  missing: number;
  gone: number;
  refused: number;
  problem: Problem | null;
  errors: (Problem & { line: number })[];
}

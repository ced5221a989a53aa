import type { Territory } from '#libs/territory';

/** What a feed's content is read from. */
export interface FeedSource {
  body: Buffer;
  url: string;
  /** Where an entry without an address of its own leads. */
  siteUrl: string;
  territory: Territory;
  /** Another page of the same site; null when it cannot be had now. */
  page(url: string): Promise<Buffer | null>;
  /** Entries are missing that may well be there: nothing is taken for gone. */
  isPartial(): void;
}

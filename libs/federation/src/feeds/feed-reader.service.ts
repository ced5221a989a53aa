import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '#libs/kernel';
import { OutboundClient, SETTINGS, type Settings } from '#libs/platform';
import { loadTerritory } from '#libs/territory';
import { readFeed } from '../readers/read-feed.js';
import type { Feed } from './feed.js';
import { type FeedContent, gather } from './feed-content.js';
import { type Fetched, fetchFeed, fetchPage, type LastContent } from './feed-fetch.js';

const NONE: LastContent = { etag: null, lastModified: null, bodyHash: null };

/** A fetch, and what was read: null when it is the content we have. `isPartial`: some of it could not be had. */
export interface Reading {
  fetched: Fetched;
  content: FeedContent | null;
  isPartial: boolean;
}

/** Brings a feed's content here, through the guarded client alone. */
@Injectable()
export class FeedReader {
  constructor(
    private readonly outbound: OutboundClient,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** `isAnew`: whatever was there before. @throws AppError when it cannot be fetched or read at all */
  async read(feed: Feed & LastContent, isAnew: boolean): Promise<Reading> {
    const fetched = await fetchFeed(this.outbound, feed.url, isAnew ? NONE : feed);
    if (fetched.body === null) return { fetched, content: null, isPartial: false };
    const territory = loadTerritory(this.settings.regionCode);
    const { kind, url, siteUrl } = feed;
    let isPartial = false;
    const source = {
      body: fetched.body,
      url,
      siteUrl,
      territory,
      page: this.page,
      isPartial: () => void (isPartial = true),
    };
    const content = await gather(readFeed(kind, source));
    return { fetched, content, isPartial };
  }

  private readonly page = async (url: string): Promise<Buffer | null> =>
    fetchPage(this.outbound, url).catch((error: unknown) => {
      if (error instanceof AppError) return null;
      throw error;
    });
}

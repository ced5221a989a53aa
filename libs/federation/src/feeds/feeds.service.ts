import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock, InvalidInputError, newId, NotFoundError } from '#libs/kernel';
import { Jobs, SETTINGS, type Settings } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { loadTerritory, tradeByCode } from '#libs/territory';
import { FeedKnownError, NothingHeldError } from '../federation.errors.js';
import { Places } from '../places/places.service.js';
import { type Feed, type FeedInput, feedInput, type FeedSync } from './feed.js';
import { FeedListings } from './feed-listings.service.js';
import { FEED_SYNC_TASK } from './feed-sync-task.js';
import * as sql from './feeds-sql.js';

/** Which initiatives' feeds a person sees: those whose agent they are, or all of the region's. */
export type FeedScope = readonly string[] | 'region';

/** The addresses under which initiatives publish what is sold elsewhere. */
@Injectable()
export class Feeds {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly jobs: Jobs,
    private readonly listings: FeedListings,
    private readonly places: Places,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async list(scope: FeedScope): Promise<Feed[]> {
    return this.tenancy.regionTransaction((tx) => tx.query<Feed[]>(sql.LIST, [ownersOf(scope)]));
  }

  /** @throws NotFoundError for another initiative's as for nobody's */
  async get(feedId: string, scope: FeedScope): Promise<Feed> {
    return this.tenancy.regionTransaction((tx) => this.read(tx, feedId, scope));
  }

  /** What happened at the last fetches that brought something, the newest first. */
  async syncs(feedId: string, scope: FeedScope): Promise<FeedSync[]> {
    return this.tenancy.regionTransaction(async (tx) => {
      const { feedId: known } = await this.read(tx, feedId, scope);
      return tx.query<FeedSync[]>(sql.SYNCS, [known]);
    });
  }

  /** Fetched as soon as the worker is free. @throws InvalidInputError, FeedKnownError */
  async add(initiativeId: string, input: FeedInput, createdBy: string | null): Promise<Feed> {
    const { url, kind, name, siteUrl, trade, communeInsee } = this.checked(input);
    const { hostname, origin } = new URL(url);
    const values = [kind, url, name ?? hostname.replace(/^www\./, ''), siteUrl ?? `${origin}/`, trade ?? null];
    return this.tenancy.regionTransaction(async (tx) => {
      const added = await tx.query<{ feedId: string }[]>(sql.ADD, [
        newId(),
        initiativeId,
        ...values,
        communeInsee ?? null,
        createdBy,
      ]);
      const feedId = added[0]?.feedId;
      if (feedId === undefined) throw new FeedKnownError();
      await this.enqueue(tx, feedId);
      return this.read(tx, feedId, 'region');
    });
  }

  /** Fetches it soon, whatever its turn. */
  async hurry(feedId: string, scope: FeedScope): Promise<void> {
    await this.tenancy.regionTransaction(async (tx) => this.enqueue(tx, (await this.read(tx, feedId, scope)).feedId));
  }

  /** Takes a content that was held for what it is: the next fetch applies it, whatever is lost. @throws NothingHeldError */
  async confirm(feedId: string, scope: FeedScope): Promise<void> {
    await this.tenancy.regionTransaction(async (tx) => {
      const feed = await this.read(tx, feedId, scope);
      if (!feed.held) throw new NothingHeldError();
      await this.enqueue(tx, feed.feedId, true);
    });
  }

  /** Takes the feed away with all that it says; what other sources say stays. */
  async withdraw(feedId: string, scope: FeedScope): Promise<void> {
    await this.tenancy.regionTransaction(async (tx) => {
      const feed = await this.read(tx, feedId, scope);
      await this.listings.hide(tx, feed);
      await tx.query('delete from feed where feed_id = $1', [feed.feedId]);
      await this.places.refresh(tx);
    });
  }

  /** Feeds whose turn it is. */
  async due(): Promise<string[]> {
    const rows = await this.tenancy.regionTransaction((tx) =>
      tx.query<{ feedId: string }[]>(sql.DUE, [Clock.now().toString()]),
    );
    return rows.map(({ feedId }) => feedId);
  }

  private checked(input: FeedInput) {
    const parsed = feedInput.safeParse(input);
    if (!parsed.success) {
      const errors = parsed.error.issues.map(({ path }) => ({
        path: path.join('.'),
        code: path[0] === 'url' || path[0] === 'siteUrl' ? 'federation.address' : 'field.invalid',
      }));
      throw new InvalidInputError(errors);
    }
    const { trade, communeInsee } = parsed.data;
    if (trade !== undefined && !tradeByCode(trade))
      throw new InvalidInputError([{ path: 'trade', code: 'field.invalid' }]);
    if (communeInsee !== undefined && !loadTerritory(this.settings.regionCode).commune(communeInsee))
      throw new InvalidInputError([{ path: 'communeInsee', code: 'search.unknown_place' }]);
    return parsed.data;
  }

  private async read(tx: EntityManager, feedId: string, scope: FeedScope): Promise<Feed> {
    const [feed] = await tx.query<Feed[]>(sql.ONE, [feedId, ownersOf(scope)]);
    if (!feed) throw new NotFoundError();
    return feed;
  }

  private async enqueue(tx: EntityManager, feedId: string, accepts = false): Promise<void> {
    await this.jobs.enqueue(
      tx,
      FEED_SYNC_TASK,
      { shopId: null, feedId, accepts },
      { key: `feed:${feedId}`, maxAttempts: 3 },
    );
  }
}

const ownersOf = (scope: FeedScope): string[] | null => (scope === 'region' ? null : [...scope]);

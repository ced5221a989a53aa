import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppError, Clock, newId } from '#libs/kernel';
import { Jobs } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { FeedBusyError } from '../federation.errors.js';
import { Places } from '../places/places.service.js';
import type { Feed, FeedSync } from './feed.js';
import type { FeedContent } from './feed-content.js';
import { type Difference, differenceOf, type KnownItem, losesTooMuch } from './feed-difference.js';
import type { Fetched, LastContent } from './feed-fetch.js';
import * as itemsSql from './feed-items-sql.js';
import { FeedListings } from './feed-listings.service.js';
import { FeedReader } from './feed-reader.service.js';
import { FEED_MAIL_TASK } from './feed-sync-task.js';
import * as sql from './feeds-sql.js';

/** What one fetch did; `unchanged`: the content is the one we have, and nothing was written. */
export type SyncReport = Omit<FeedSync, 'syncId' | 'startedAt' | 'endedAt' | 'outcome'> & {
  feedId: string;
  outcome: FeedSync['outcome'] | 'unchanged';
};

const NOTHING = {
  read: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  missing: 0,
  gone: 0,
  refused: 0,
  problem: null,
  errors: [],
};
/** After so long without an answer nothing of the feed is shown. */
const HIDE_AFTER = { hours: 7 * 24 };
const ITEMS_AT_ONCE = 1000;

type TakenFeed = Feed & LastContent;

/** Fetches a feed and makes of it what the search shows. */
@Injectable()
export class FeedSyncer {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly reader: FeedReader,
    private readonly jobs: Jobs,
    private readonly listings: FeedListings,
    private readonly places: Places,
  ) {}

  /**
   * One fetch, at once. What cannot be fetched or read changes nothing but the feed's own state. `accepts`: a content that lost a
   * great part is believed. @throws FeedBusyError
   */
  async sync(feedId: string, { accepts = false } = {}): Promise<SyncReport> {
    const startedAt = Clock.now().toString();
    const feed = await this.take(feedId, startedAt);
    try {
      const { fetched, content, isPartial } = await this.reader.read(feed, accepts || feed.hiddenAt !== null);
      if (content === null) return await this.still(feed, fetched);
      return await this.tenancy.regionTransaction((tx) =>
        this.apply(tx, { feed, fetched, content, startedAt, isPartial, accepts }),
      );
    } catch (error) {
      return await this.fail(feed, startedAt, error);
    }
  }

  private async take(feedId: string, now: string): Promise<TakenFeed> {
    const [[feed]] = await this.tenancy.regionTransaction((tx) => tx.query<[TakenFeed[]]>(sql.TAKE, [feedId, now]));
    if (!feed) throw new FeedBusyError();
    return feed;
  }

  private async still(feed: Feed, { pauseMinutes }: Fetched): Promise<SyncReport> {
    await this.tenancy.regionTransaction((tx) =>
      tx.query(sql.STILL, [feed.feedId, Clock.now().toString(), later(pauseMinutes)]),
    );
    return { ...NOTHING, feedId: feed.feedId, outcome: 'unchanged', unchanged: feed.items };
  }

  private async apply(tx: EntityManager, work: Work): Promise<SyncReport> {
    const { feed, fetched, content } = work;
    const now = Clock.now().toString();
    const known = await tx.query<KnownItem[]>(itemsSql.KNOWN, [feed.feedId]);
    const difference = differenceOf(known, content, work);
    const report = reportOf(feed, content, difference);
    if (losesTooMuch(difference) && !work.accepts) {
      const { lost, before } = difference;
      const held = JSON.stringify({ lost, before, at: now });
      await tx.query(sql.HOLD, [feed.feedId, now, later(fetched.pauseMinutes), held]);
      return this.log(tx, work, { ...report, outcome: 'held', created: 0, updated: 0, missing: lost, gone: 0 });
    }
    await this.write(tx, feed, difference, now);
    // A content with entries that are missing must be read again: the next time they are gone.
    const isFinal = difference.missing.length === 0 && !work.isPartial;
    const { etag, lastModified, bodyHash } = isFinal ? fetched : { etag: null, lastModified: null, bodyHash: null };
    const items = known.length + difference.created.length - difference.gone.length;
    const isChange = report.created + report.updated + report.gone + report.missing > 0;
    const state = [now, later(fetched.pauseMinutes), etag, lastModified, bodyHash, items, isChange];
    await tx.query(sql.APPLIED, [feed.feedId, ...state]);
    return this.log(tx, work, report);
  }

  private async write(tx: EntityManager, feed: Feed, difference: Difference, now: string): Promise<void> {
    const { feedId } = feed;
    const saved = [...difference.created, ...difference.updated];
    for (let at = 0; at < saved.length; at += ITEMS_AT_ONCE)
      await tx.query(itemsSql.SAVE, [feedId, JSON.stringify(saved.slice(at, at + ITEMS_AT_ONCE)), now]);
    const idsOf = (items: { itemId: string }[]) => items.map(({ itemId }) => itemId);
    await tx.query(itemsSql.BACK, [feedId, difference.back]);
    await tx.query(itemsSql.MISSING, [feedId, idsOf(difference.missing)]);
    await tx.query(itemsSql.GONE, [feedId, idsOf(difference.gone)]);
    const isProduct = ({ kind }: { kind: string }): boolean => kind === 'product';
    const goneProducts = idsOf(difference.gone.filter(isProduct));
    const hasPlaces = [...saved, ...difference.gone].some((item) => !isProduct(item));
    // Products carry where their seller is: with a seller, all of them are looked at again.
    const shown = feed.hiddenAt || hasPlaces ? null : idsOf(saved.filter(isProduct));
    await this.listings.show(tx, feed, shown, goneProducts);
    if (feed.hiddenAt) await tx.query('update feed set hidden_at = null where feed_id = $1', [feedId]);
    if (hasPlaces || feed.kind !== 'products') await this.places.refresh(tx);
  }

  private async fail(feed: Feed, startedAt: string, error: unknown): Promise<SyncReport> {
    const problem =
      error instanceof AppError
        ? { code: error.code, details: error.details }
        : { code: 'federation.internal', details: {} };
    const report: SyncReport = { ...NOTHING, feedId: feed.feedId, outcome: 'failed', problem };
    await this.tenancy.regionTransaction(async (tx) => {
      const now = Clock.now();
      const [[failed]] = await tx.query<[{ failingSince: Date; hiddenAt: Date | null }[]]>(sql.FAILED, [
        feed.feedId,
        now.toString(),
        JSON.stringify(problem),
      ]);
      await this.log(tx, { feed, startedAt }, report);
      const isLong = failed && failed.failingSince.getTime() <= now.subtract(HIDE_AFTER).epochMilliseconds;
      if (isLong && failed.hiddenAt === null) await this.hide(tx, feed, now.toString());
    });
    if (!(error instanceof AppError)) throw error;
    return report;
  }

  private async hide(tx: EntityManager, feed: Feed, now: string): Promise<void> {
    await this.listings.hide(tx, feed);
    await tx.query(sql.HIDE, [feed.feedId, now]);
    await this.places.refresh(tx);
    await this.jobs.enqueue(tx, FEED_MAIL_TASK, { shopId: null, feedId: feed.feedId, hiddenAt: now });
  }

  private async log(tx: EntityManager, { feed, startedAt }: { feed: Feed; startedAt: string }, report: SyncReport) {
    const now = Clock.now().toString();
    await tx.query(sql.LOG, [feed.feedId, newId(), startedAt, now, JSON.stringify(report)]);
    await tx.query(sql.FORGET, [feed.feedId]);
    return report;
  }
}

interface Work {
  feed: TakenFeed;
  fetched: Fetched;
  content: FeedContent;
  startedAt: string;
  isPartial: boolean;
  accepts: boolean;
}

const later = (minutes: number): string => Clock.now().add({ minutes }).toString();

const reportOf = (feed: Feed, content: FeedContent, difference: Difference): SyncReport => ({
  feedId: feed.feedId,
  outcome: 'changed',
  read: content.read,
  created: difference.created.length,
  updated: difference.updated.length,
  unchanged: difference.unchanged,
  missing: difference.missing.length,
  gone: difference.gone.length,
  refused: content.refused,
  problem: null,
  errors: content.refusals.map(({ line, code, details }) => ({ line, code, details })),
});

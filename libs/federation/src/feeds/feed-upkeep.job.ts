import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HandlesJob, type JobHandler, Jobs } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { FEED_SYNC_TASK } from './feed-sync-task.js';
import { Feeds } from './feeds.service.js';

const TASK = 'federation.upkeep';
const EVERY_MINUTES = 5;

/** Fetches the feeds whose turn it is. */
@HandlesJob({ task: TASK })
@Injectable()
export class FeedUpkeep implements JobHandler, OnApplicationBootstrap {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly jobs: Jobs,
    private readonly feeds: Feeds,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.plan();
  }

  async handle(): Promise<void> {
    await this.plan();
    const due = await this.feeds.due();
    await this.tenancy.publicTransaction(async (tx) => {
      for (const feedId of due)
        await this.jobs.enqueue(
          tx,
          FEED_SYNC_TASK,
          { shopId: null, feedId },
          { key: `feed:${feedId}`, maxAttempts: 3 },
        );
    });
  }

  private async plan(): Promise<void> {
    const options = { key: TASK, after: { minutes: EVERY_MINUTES } };
    await this.tenancy.publicTransaction((tx) => this.jobs.enqueue(tx, TASK, { shopId: null }, options));
  }
}

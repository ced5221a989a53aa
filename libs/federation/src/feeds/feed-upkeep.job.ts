import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler, Jobs } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { FEED_SYNC_TASK } from './feed-sync-task.js';
import { Feeds } from './feeds.service.js';

/** Fetches the feeds whose turn it is. */
@HandlesJob({ task: 'federation.upkeep', cron: '*/5 * * * *' })
@Injectable()
export class FeedUpkeep implements JobHandler {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly jobs: Jobs,
    private readonly feeds: Feeds,
  ) {}

  async handle(): Promise<void> {
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
}

import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler, type JobPayload } from '#libs/platform';
import { FeedBusyError } from '../federation.errors.js';
import { FEED_SYNC_TASK } from './feed-sync-task.js';
import { FeedSyncer } from './feed-syncer.service.js';

interface SyncJob extends JobPayload {
  feedId: string;
  accepts?: boolean;
}

/** One fetch of one feed. */
@HandlesJob({ task: FEED_SYNC_TASK })
@Injectable()
export class FeedSyncJob implements JobHandler<SyncJob> {
  constructor(private readonly syncer: FeedSyncer) {}

  async handle({ feedId, accepts = false }: SyncJob): Promise<void> {
    await this.syncer.sync(feedId, { accepts }).catch((error: unknown) => {
      // Somebody is at it, or it was taken away; a content that was confirmed is tried again.
      if (!(error instanceof FeedBusyError) || accepts) throw error;
    });
  }
}

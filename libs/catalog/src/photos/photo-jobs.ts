import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type JobPayload, Jobs } from '#libs/platform';
import { currentShopId } from '#libs/tenancy';

export const PHOTO_TASK = 'catalog.photo';
export const PHOTO_FILES_TASK = 'catalog.photo_files';

/** `attempt` counts from 1. */
export interface PhotoFetchPayload extends JobPayload {
  photoId: string;
  attempt: number;
}

export interface PhotoFilesPayload extends JobPayload {
  photoIds: string[];
}

/** What happens to photos after the transaction. */
@Injectable()
export class PhotoJobs {
  constructor(private readonly jobs: Jobs) {}

  /** One shop's photos are fetched one after the other: no shop keeps the workers from the others. */
  async fetch(tx: EntityManager, photoIds: string[], again?: { attempt: number; runAt: string }): Promise<void> {
    const shopId = currentShopId();
    for (const photoId of photoIds) {
      await this.jobs.enqueue(
        tx,
        PHOTO_TASK,
        { shopId, photoId, attempt: again?.attempt ?? 1 },
        { key: `photo:${photoId}`, queue: `photos:${shopId}`, ...(again && { runAt: again.runAt }) },
      );
    }
  }

  /** The files of photos whose rows are gone. */
  async removeFiles(tx: EntityManager, photoIds: string[]): Promise<void> {
    if (photoIds.length === 0) return;
    await this.jobs.enqueue(tx, PHOTO_FILES_TASK, { shopId: currentShopId(), photoIds });
  }
}

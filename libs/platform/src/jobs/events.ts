import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type JobOptions, Jobs, type JobPayload } from './jobs.js';

/**
 * A fact in the past tense that other libs may care about. `shopId` null: a fact about several shops.
 * `eventId` is the same on every delivery.
 */
export interface DomainEvent extends JobPayload {
  type: string;
  eventId: string;
}

/** The task into which every event goes; the worker makes one job per subscriber of it. */
export const EVENT_TASK = 'event.deliver';

/** The outbox: an event exists exactly if the transaction that caused it was committed. */
@Injectable()
export class Events {
  constructor(private readonly jobs: Jobs) {}

  /** `later`: the fact becomes true at `runAt`; the same `key` again replaces it while it waits. */
  async publish(tx: EntityManager, event: DomainEvent, later: Pick<JobOptions, 'runAt' | 'key'> = {}): Promise<void> {
    await this.jobs.enqueue(tx, EVENT_TASK, event, later);
  }
}

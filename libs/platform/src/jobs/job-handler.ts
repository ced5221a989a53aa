import { DiscoveryService } from '@nestjs/core';
import type { JobPayload } from './jobs.js';

/** What the worker runs for one task name. It may run more than once for the same payload. */
export interface JobHandler<P extends JobPayload = JobPayload> {
  handle(payload: P): Promise<void>;
}

/**
 * Marks a provider as the handler of a task: `@HandlesJob({ task: 'orders.mail' })`. With `cron` (five fields, UTC) the worker also asks for
 * it by itself, with a payload of no shop; what was missed within a day while no worker ran is made up for, once.
 */
export const HandlesJob = DiscoveryService.createDecorator<{ task: string; cron?: string }>();

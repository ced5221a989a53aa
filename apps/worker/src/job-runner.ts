import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import {
  type CronItem,
  Logger as WorkerLogger,
  parseCronItems,
  run,
  type Runner,
  type TaskList,
} from 'graphile-worker';
import {
  appUrl,
  type DomainEvent,
  EVENT_TASK,
  HandlesJob,
  joinWorkers,
  type JobHandler,
  type JobPayload,
  Jobs,
  type Presence,
  SETTINGS,
  type Settings,
  SubscribesTo,
} from '#libs/platform';
import { asShop, Tenancy } from '#libs/tenancy';

const CONCURRENCY = 4;
/** What was missed for no longer than this is made up for, in milliseconds. */
const MADE_UP_FOR = 24 * 3600 * 1000;

/** A problem worth a line in the log; progress is not. */
const LOGGED = new Set(['error', 'warning']);

/** Runs every `@HandlesJob` and `@SubscribesTo` of the libs, each as the shop that its payload names. */
@Injectable()
export class JobRunner implements OnApplicationShutdown {
  private runner: Runner | null = null;
  private presence: Presence | null = null;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly discovery: DiscoveryService,
    private readonly tenancy: Tenancy,
    private readonly jobs: Jobs,
  ) {}

  async start(): Promise<void> {
    const subscriptions = this.subscriptions();
    this.presence = await joinWorkers(appUrl(this.settings.databaseUrl));
    this.runner = await run({
      connectionString: appUrl(this.settings.databaseUrl),
      concurrency: CONCURRENCY,
      pollInterval: 1000,
      noHandleSignals: true,
      logger: new WorkerLogger(() => (level, message) => {
        if (LOGGED.has(level)) console.error(message);
      }),
      taskList: {
        ...this.handlers(),
        [EVENT_TASK]: (event) => this.fanOut(event as DomainEvent, subscriptions),
      },
      parsedCronItems: parseCronItems(this.recurring()),
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.runner?.stop();
    this.runner = null;
    await this.presence?.leave();
    this.presence = null;
  }

  private handlers(): TaskList {
    const tasks: TaskList = {};
    for (const { task, handler } of [...this.jobHandlers(), ...this.subscriptions()]) {
      if (tasks[task]) throw new Error(`Two handlers for the job ${task}`);
      tasks[task] = (payload) => asOwner(payload as JobPayload, (job) => handler.handle(job));
    }
    return tasks;
  }

  /** One job per subscriber, keyed by the event: an event delivered twice is handled once while it waits. */
  private async fanOut(event: DomainEvent, subscriptions: Subscription[]): Promise<void> {
    const tasks = subscriptions.filter(({ types }) => types.includes(event.type)).map(({ task }) => task);
    if (tasks.length === 0) return;
    await this.tenancy.publicTransaction(async (tx) => {
      for (const task of tasks) await this.jobs.enqueue(tx, task, event, { key: `${task}:${event.eventId}` });
    });
  }

  /** What comes round by itself. One that still waits is not put off. */
  private recurring(): CronItem[] {
    return this.jobHandlers().flatMap(({ task, cron }) => {
      const options = { jobKey: task, jobKeyMode: 'preserve_run_at', backfillPeriod: MADE_UP_FOR } as const;
      return cron === undefined ? [] : [{ task, match: cron, identifier: task, payload: { shopId: null }, options }];
    });
  }

  private jobHandlers(): { task: string; cron?: string | undefined; handler: JobHandler }[] {
    return this.discovery.getProviders({ metadataKey: HandlesJob.KEY }).map((wrapper) => {
      const { task = '', cron } = this.discovery.getMetadataByDecorator(HandlesJob, wrapper) ?? {};
      return { task, cron, handler: wrapper.instance as JobHandler };
    });
  }

  private subscriptions(): Subscription[] {
    return this.discovery.getProviders({ metadataKey: SubscribesTo.KEY }).map((wrapper) => {
      const { types = [], task = '' } = this.discovery.getMetadataByDecorator(SubscribesTo, wrapper) ?? {};
      return { types, task, handler: wrapper.instance as JobHandler };
    });
  }
}

interface Subscription {
  types: string[];
  task: string;
  handler: JobHandler;
}

async function asOwner(payload: JobPayload, handle: (payload: JobPayload) => Promise<void>): Promise<void> {
  await (payload.shopId === null ? handle(payload) : asShop(payload.shopId, () => handle(payload)));
}

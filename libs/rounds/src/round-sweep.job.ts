import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { HandlesJob, type JobHandler, Jobs } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';

const TASK = 'rounds.sweep';
const EVERY_HOURS = 24;
const FIRST_HOURS = 1;
/** Days for which a round is shown by its link: long past every slot. Its orders stay, each by its own link. */
const ROUND_DAYS = 90;

/** Forgets which orders belonged together once nobody walks the round any more. */
@HandlesJob({ task: TASK })
@Injectable()
export class RoundSweep implements JobHandler, OnApplicationBootstrap {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly jobs: Jobs,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.plan(FIRST_HOURS);
  }

  async handle(): Promise<void> {
    await this.plan(EVERY_HOURS);
    const before = Clock.now()
      .subtract({ hours: ROUND_DAYS * 24 })
      .toString();
    await this.tenancy.publicTransaction((tx) =>
      tx.query('delete from customer_round where created_at < $1::timestamptz', [before]),
    );
  }

  private async plan(hours: number): Promise<void> {
    const options = { key: TASK, after: { hours } };
    await this.tenancy.publicTransaction((tx) => this.jobs.enqueue(tx, TASK, { shopId: null }, options));
  }
}

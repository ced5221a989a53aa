import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { HandlesJob, type JobHandler } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';

/** Days for which a round is shown by its link: long past every slot. Its orders stay, each by its own link. */
const ROUND_DAYS = 90;

/** Forgets which orders belonged together once nobody walks the round any more. */
@HandlesJob({ task: 'rounds.sweep', cron: '30 3 * * *' })
@Injectable()
export class RoundSweep implements JobHandler {
  constructor(private readonly tenancy: Tenancy) {}

  async handle(): Promise<void> {
    const before = Clock.now()
      .subtract({ hours: ROUND_DAYS * 24 })
      .toString();
    await this.tenancy.publicTransaction((tx) =>
      tx.query('delete from customer_round where created_at < $1::timestamptz', [before]),
    );
  }
}

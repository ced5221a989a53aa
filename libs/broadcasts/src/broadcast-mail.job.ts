import { Inject, Injectable } from '@nestjs/common';
import {
  HandlesJob,
  type JobHandler,
  type JobPayload,
  Jobs,
  Letters,
  publicOrigin,
  SETTINGS,
  type Settings,
} from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { BROADCAST_TASK } from './broadcasts.service.js';

const BATCH = 100;

interface BroadcastJob extends JobPayload {
  broadcastId: string;
}

interface Addressee {
  shop_id: string;
  subject: string;
  body: string;
  sender_name: string;
  wants: boolean;
  emails: string[];
}

/** A hundred shops, then a job for the next hundred: a mail server that is away holds up one batch, and what went out is not sent again,
 * but for one shop when the program is killed between its mail and its mark; the mail then has the same Message-ID. */
@Injectable()
@HandlesJob({ task: BROADCAST_TASK })
export class BroadcastMailJob implements JobHandler<BroadcastJob> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly jobs: Jobs,
    private readonly letters: Letters,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async handle({ broadcastId }: BroadcastJob): Promise<void> {
    const next = await this.tenancy.regionTransaction((tx) => tx.query<Addressee[]>(NEXT, [broadcastId, BATCH]));
    for (const shop of next) {
      if (shop.wants) await this.write(broadcastId, shop);
      await this.tenancy.regionTransaction((tx) =>
        tx.query('update broadcast_shop set mailed_at = now() where shop_id = $1 and broadcast_id = $2', [
          shop.shop_id,
          broadcastId,
        ]),
      );
    }
    if (next.length < BATCH) return;
    await this.tenancy.publicTransaction((tx) =>
      this.jobs.enqueue(tx, BROADCAST_TASK, { shopId: null, broadcastId }, { maxAttempts: 20 }),
    );
  }

  private async write(broadcastId: string, shop: Addressee): Promise<void> {
    const url = `${publicOrigin(this.settings, 'gestion')}/messages`;
    const letter = {
      id: `broadcast.${broadcastId}.${shop.shop_id}`,
      subject: shop.subject,
      before: shop.body.split(/\n\s*\n/),
      link: { url, label: 'Lire dans mon espace' },
      after: [`${shop.sender_name}. Pour ne plus recevoir ces messages par e-mail, décochez-les sur cette page.`],
    };
    await this.letters.sendAll(letter, shop.emails);
  }
}

const NEXT = `
  select r.shop_id, b.subject, b.body, b.sender_name, s.wants_broadcast_mails as wants,
    (select coalesce(json_agg(p.email order by p.email), '[]') from membership m join person p using (person_id)
     where m.shop_id = r.shop_id and m.role = 'owner') as emails
  from broadcast_shop r join broadcast b using (broadcast_id) join shop s on s.shop_id = r.shop_id
  where r.broadcast_id = $1 and r.mailed_at is null order by r.shop_id limit $2`;

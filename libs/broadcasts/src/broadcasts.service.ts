import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Jobs } from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { NobodyToTellError } from './broadcasts.errors.js';

export const BROADCAST_TASK = 'broadcasts.send';

/** Empty: all of them. `state`: `open` or `preparing` (taken over and not open yet). */
export const broadcastInput = z.object({
  subject: z.string().trim().min(3, 'broadcasts.subject').max(150),
  body: z.string().trim().min(10, 'broadcasts.body').max(10_000),
  trade: z.string().max(40).default(''),
  department: z.string().max(3).default(''),
  state: z.enum(['', 'open', 'preparing']).default(''),
});
export type BroadcastInput = z.output<typeof broadcastInput>;

/** Of whose shops: all of the region's, or the members of these initiatives. */
export type BroadcastScope = 'region' | readonly string[];

/** One that was sent. Instants are ISO 8601. */
export interface SentBroadcast {
  broadcastId: string;
  subject: string;
  body: string;
  senderName: string;
  sentAt: string;
  shops: number;
  mailed: number;
  read: number;
}

/** One as the shop reads it. */
export interface ShopMessage {
  broadcastId: string;
  subject: string;
  body: string;
  senderName: string;
  sentAt: string;
  isRead: boolean;
}

/** Messages to many merchants: by mail, and to read in the back office. */
@Injectable()
export class Broadcasts {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly jobs: Jobs,
  ) {}

  /** How many shops it would reach, and how many of them by mail. */
  async preview(scope: BroadcastScope, input: BroadcastInput): Promise<{ shops: number; mails: number }> {
    const [count] = await this.tenancy.regionTransaction((tx) =>
      tx.query<{ shops: number; mails: number }[]>(
        `select count(*)::int as shops, (count(*) filter (where s.wants_broadcast_mails))::int as mails ${MEANT}`,
        meantBy(scope, input),
      ),
    );
    return count!;
  }

  /** Sends it; mails go out in batches. The same `broadcastId` again sends nothing more. Answers the number of shops. @throws NobodyToTellError */
  async send(
    scope: BroadcastScope,
    input: BroadcastInput,
    by: { broadcastId: string; personId: string; senderName: string },
  ): Promise<number> {
    return this.tenancy.regionTransaction(async (tx) => {
      const { broadcastId } = by;
      const { subject, body, trade, department, state } = input;
      const ids = scope === 'region' ? null : [...scope];
      const added = await tx.query<unknown[]>(
        `insert into broadcast (broadcast_id, subject, body, sender_name, initiative_ids, targets, sent_by)
         values ($1, $2, $3, $4, $5::uuid[], $6, $7) on conflict do nothing returning 1`,
        [broadcastId, subject, body, by.senderName, ids, JSON.stringify({ trade, department, state }), by.personId],
      );
      if (added.length === 0) return countOf(tx, broadcastId);
      const shops = await tx.query<unknown[]>(
        `insert into broadcast_shop (shop_id, broadcast_id) select s.shop_id, $5 ${MEANT} order by s.shop_id returning 1`,
        [...meantBy(scope, input), broadcastId],
      );
      if (shops.length === 0) throw new NobodyToTellError();
      await this.jobs.enqueue(tx, BROADCAST_TASK, { shopId: null, broadcastId }, { maxAttempts: 20 });
      return shops.length;
    });
  }

  /** What was sent to these shops' initiatives, the youngest first; the region sees all of it. */
  async list(scope: BroadcastScope): Promise<SentBroadcast[]> {
    return this.tenancy.regionTransaction((tx) =>
      tx.query<SentBroadcast[]>(
        `select b.broadcast_id as "broadcastId", b.subject, b.body, b.sender_name as "senderName", to_json(b.sent_at)#>>'{}' as "sentAt",
           count(r.*)::int as shops, count(r.mailed_at)::int as mailed, count(r.read_at)::int as read
         from broadcast b left join broadcast_shop r using (broadcast_id)
         where $1::uuid[] is null or b.initiative_ids && $1::uuid[]
         group by b.broadcast_id order by b.sent_at desc limit 50`,
        [scope === 'region' ? null : [...scope]],
      ),
    );
  }

  /** Those of the current shop, the youngest first. */
  async ofShop(): Promise<ShopMessage[]> {
    return this.tenancy.shopRead<ShopMessage>(
      `select b.broadcast_id as "broadcastId", b.subject, b.body, b.sender_name as "senderName", to_json(b.sent_at)#>>'{}' as "sentAt",
         r.read_at is not null as "isRead"
       from broadcast_shop r join broadcast b using (broadcast_id) where r.shop_id = $1 order by b.sent_at desc limit 50`,
      [currentShopId()],
    );
  }

  /** The current shop has seen all of them. */
  async markRead(): Promise<void> {
    await this.tenancy.shopTransaction((tx) =>
      tx.query('update broadcast_shop set read_at = now() where shop_id = $1 and read_at is null', [currentShopId()]),
    );
  }

  /** Whether the current shop gets them by mail as well. */
  async wantsMails(): Promise<boolean> {
    const [row] = await this.tenancy.shopRead<{ wants: boolean }>(
      'select wants_broadcast_mails as wants from shop where shop_id = $1',
      [currentShopId()],
    );
    return row?.wants ?? true;
  }

  async chooseMails(wants: boolean): Promise<void> {
    await this.tenancy.shopTransaction((tx) =>
      tx.query('update shop set wants_broadcast_mails = $2 where shop_id = $1', [currentShopId(), wants]),
    );
  }
}

async function countOf(tx: EntityManager, broadcastId: string): Promise<number> {
  const [count] = await tx.query<{ n: number }[]>(
    'select count(*)::int as n from broadcast_shop where broadcast_id = $1',
    [broadcastId],
  );
  return count!.n;
}

const meantBy = (scope: BroadcastScope, { trade, department, state }: BroadcastInput): unknown[] => [
  scope === 'region' ? null : [...scope],
  trade,
  department,
  state,
];

/** Shops that somebody answers for. Corsica's departments are 2A and 2B, overseas ones have three digits. */
const MEANT = `from shop s
  where s.state in ('claimed', 'open', 'paused') and ($1::uuid[] is null or s.initiative_id = any ($1::uuid[]))
    and ($2::text = '' or s.trade = $2) and ($3::text = '' or s.commune_insee like $3 || '%')
    and ($4::text = '' or ($4 = 'open') = (s.state <> 'claimed'))`;

import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock, newId } from '#libs/kernel';
import { Events, Jobs, SETTINGS, type Settings } from '#libs/platform';
import { asShop, currentShopId, Tenancy } from '#libs/tenancy';
import { StockLinkError } from './care.errors.js';

/** Days without a sign of life, then days to answer. */
export const QUIET_DAYS = 30;
export const ANSWER_DAYS = 7;
export const NUDGE_MAIL_TASK = 'care.nudge_mail';

/** Instants are ISO 8601. */
export interface SleepState {
  nudgedAt: string | null;
  asleepSince: string | null;
}

interface Signs {
  nudged_at: Date | null;
  asleep_since: Date | null;
  seen_at: Date;
}

/** Shops that give no sign of life: asked, then left out of what is collectable, awake again at the first sign. */
@Injectable()
export class Sleep {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly jobs: Jobs,
    private readonly events: Events,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Looks at every open shop, one short transaction each. Answers how many were asked, fell asleep and woke. */
  async watch(): Promise<{ nudged: number; slept: number; woke: number }> {
    const open = await this.tenancy.regionTransaction((tx) =>
      tx.query<{ shop_id: string }[]>(`select shop_id from shop where state = 'open' order by shop_id`),
    );
    const counts = { nudged: 0, slept: 0, woke: 0 };
    for (const { shop_id: shopId } of open) {
      const done = await asShop(shopId, () => this.look());
      if (done) counts[done]++;
    }
    return counts;
  }

  /** The current shop did something, or says that its stock is right: looked at anew, and awake if it sleeps. */
  async wake(): Promise<void> {
    const [row] = await this.tenancy.shopRead<{ waits: boolean }>(
      'select (nudged_at is not null or asleep_since is not null) as waits from shop where shop_id = $1',
      [currentShopId()],
    );
    if (row?.waits) await this.look();
  }

  /** « Mon stock est à jour ». */
  async confirm(): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      await tx.query('update shop set stock_confirmed_at = $2 where shop_id = $1', [
        currentShopId(),
        Clock.now().toString(),
      ]);
      await this.look();
    });
  }

  /** By the link of the mail: good until it is used, or the shop gives another sign. @throws StockLinkError */
  async confirmByLink(shopId: string, token: string): Promise<void> {
    await asShop(shopId, async () => {
      const { nudgedAt } = await this.state();
      const given = Buffer.from(token);
      const wanted = Buffer.from(nudgedAt === null ? '' : this.token(shopId, nudgedAt));
      if (wanted.length === 0 || given.length !== wanted.length || !timingSafeEqual(given, wanted))
        throw new StockLinkError();
      await this.confirm();
    });
  }

  async state(): Promise<SleepState> {
    const [state] = await this.tenancy.shopRead<SleepState>(
      `select to_json(nudged_at)#>>'{}' as "nudgedAt", to_json(asleep_since)#>>'{}' as "asleepSince" from shop where shop_id = $1`,
      [currentShopId()],
    );
    return state ?? { nudgedAt: null, asleepSince: null };
  }

  /** The secret part of the mail's link. */
  token(shopId: string, nudgedAt: string): string {
    return createHmac('sha256', this.settings.appSecret)
      .update(`stock:${shopId}:${Date.parse(nudgedAt)}`)
      .digest('base64url');
  }

  private async look(): Promise<'nudged' | 'slept' | 'woke' | null> {
    return this.tenancy.shopTransaction(async (tx) => {
      const shopId = currentShopId();
      const now = Clock.now();
      const [signs] = await tx.query<Signs[]>(SIGNS_SQL, [shopId]);
      if (!signs) return null;
      const daysSince = (at: Date): number => (now.epochMilliseconds - at.getTime()) / 86_400_000;
      if (daysSince(signs.seen_at) < QUIET_DAYS) {
        if (signs.nudged_at === null && signs.asleep_since === null) return null;
        await this.write(tx, { nudgedAt: null, asleepSince: null });
        if (signs.asleep_since !== null) await this.tellSearch(tx);
        return signs.asleep_since === null ? null : 'woke';
      }
      if (signs.nudged_at === null) {
        await this.write(tx, { nudgedAt: now.toString(), asleepSince: null });
        await this.jobs.enqueue(tx, NUDGE_MAIL_TASK, { shopId, about: 'nudge' }, { maxAttempts: 8 });
        return 'nudged';
      }
      if (signs.asleep_since !== null || daysSince(signs.nudged_at) < ANSWER_DAYS) return null;
      await this.write(tx, { nudgedAt: signs.nudged_at.toISOString(), asleepSince: now.toString() });
      await this.jobs.enqueue(tx, NUDGE_MAIL_TASK, { shopId, about: 'asleep' }, { maxAttempts: 8 });
      await this.tellSearch(tx);
      return 'slept';
    });
  }

  private async write(tx: EntityManager, { nudgedAt, asleepSince }: SleepState): Promise<void> {
    await tx.query('update shop set nudged_at = $2, asleep_since = $3 where shop_id = $1', [
      currentShopId(),
      nudgedAt,
      asleepSince,
    ]);
  }

  private async tellSearch(tx: EntityManager): Promise<void> {
    const event = { type: 'shop.availability_changed', eventId: newId(), shopId: currentShopId() };
    await this.events.publish(tx, event);
  }
}

/** The last thing that somebody of the shop did: stock, products, an order moved by hand, a confirmation; else its opening. */
const SIGNS_SQL = `
  select s.nudged_at, s.asleep_since, greatest(s.created_at, s.stock_confirmed_at,
    (select max(m.at) from stock_movement m where m.shop_id = s.shop_id and m.cause in ('initial', 'count', 'import')),
    (select max(c.at) from stock_count c where c.shop_id = s.shop_id),
    (select max(p.updated_at) from product p where p.shop_id = s.shop_id),
    (select max(e.at) from order_event e where e.shop_id = s.shop_id and e.actor like 'person:%')) as seen_at
  from shop s where s.shop_id = $1 and s.state = 'open' for no key update`;

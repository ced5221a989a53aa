import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { AccountsModule, ApiTokens, Memberships, People } from '#libs/accounts';
import type { Random } from '../../apps/console/src/scale/random.js';
import { freePort } from './free-port.js';
import { MailCatcher } from './mail-catcher.js';
import { type OrderRig, orderRig } from './order-shop.js';
import type { DrawnClosure } from './random-shops.js';
import { type ApiAnswer, RealPrograms } from './real-programs.js';

const SECRET = 'a secret of the test';

export interface OfferedSlot {
  id: string;
  start: string;
  end: string;
  remaining: number;
}

export interface PlacedOrder {
  number: string;
  url: string;
}

interface Found {
  results: { shop: { slug: string } }[];
}

/** The real programs with a mail server of the spec's, and what a stranger does with their API. */
export class OutsideSite {
  private constructor(
    /** For making shops, and for looking at what really stands in the tables. */
    readonly rig: OrderRig,
    readonly programs: RealPrograms,
    readonly mails: MailCatcher,
    private readonly region: Record<string, string>,
  ) {}

  /** The programs' clock stands at `now`. */
  static async start(now: Temporal.Instant): Promise<OutsideSite> {
    const rig = await orderRig({ DATABASE_POOL: '3' }, [AccountsModule]);
    const mails = new MailCatcher(await freePort());
    await mails.open();
    const env = { DATABASE_URL: rig.database.adminUrl, APP_SECRET: SECRET, SMTP_URL: mails.url, NOW: now.toString() };
    const programs = await RealPrograms.start({ ...env, DATABASE_POOL: '8' }, await freePort());
    const { personId } = await rig.module.get(People).ensure({ email: 'region@example.fr' });
    const right = { role: 'region_admin', shopId: null, initiativeId: null } as const;
    await rig.module.get(Memberships).grant(personId, right);
    const token = await rig.module.get(ApiTokens).create(personId, { label: 'outside', shopId: null });
    return new OutsideSite(rig, programs, mails, { authorization: `Bearer ${token}` });
  }

  async close(): Promise<void> {
    await this.programs.close();
    await this.mails.close();
    await this.rig.close();
  }

  async slots(slug: string): Promise<OfferedSlot[]> {
    return (await this.programs.ask<{ slots: OfferedSlot[] }>('GET', `/shops/${slug}/slots`)).body.slots;
  }

  /** Asks until there is an answer, always under the same key. */
  async place(
    slug: string,
    key: string,
    order: { slotId: string; lines: { variantId: string; quantity: number }[] },
  ): Promise<ApiAnswer<PlacedOrder>> {
    const customer = { name: 'Anne Dupré', email: 'anne@example.fr', phone: '06 12 34 56 78' };
    const asked = { headers: { 'idempotency-key': key }, body: { customer, ...order } };
    return this.programs.askUntilAnswered<PlacedOrder>('POST', `/shops/${slug}/orders`, asked);
  }

  async cancel({ url }: PlacedOrder): Promise<number> {
    return (await this.programs.ask('POST', `/orders/${url.split('/').at(-1)}/cancellation`)).status;
  }

  /** A closure order over the whole region. Answers its id. */
  async shut(closure: DrawnClosure): Promise<string> {
    const body = { title: 'Arrêté', territory: { kind: 'region', codes: [] }, ...closure };
    const asked = { headers: this.region, body };
    return (await this.programs.ask<{ closureId: string }>('POST', '/territory/closure-orders', asked)).body.closureId;
  }

  async undo(closureId: string): Promise<number> {
    return (await this.programs.ask('DELETE', `/territory/closure-orders/${closureId}`, { headers: this.region }))
      .status;
  }

  /** Slugs of all shops that the search says can be collected from by then, of one trade or of all. */
  async collectable(before: string, category = ''): Promise<string[]> {
    const slugs: string[] = [];
    for (let page = 1; ; page++) {
      const query = { kind: 'shop', category, collectableBefore: before, perPage: '50', page: String(page) };
      const { body } = await this.programs.ask<Found>('GET', `/search?${new URLSearchParams(query).toString()}`);
      slugs.push(...body.results.map(({ shop }) => shop.slug));
      if (body.results.length < 50) return slugs.sort();
    }
  }

  /** Message-IDs of the shop's orders as they are accepted at once: one mail to the customer, one to the shop. */
  async expectedMails(shopId: string): Promise<string[]> {
    const sql = 'select order_id::text as id from shop_order where shop_id = $1';
    const { rows } = await this.rig.admin.query<{ id: string }>(sql, [shopId]);
    return rows.flatMap(({ id }) => [`<accepted.${id}@localhost>`, `<shop_placed.${id}@localhost>`]);
  }

  /** Waits for the mails of the shop's orders; answers how many there are, and those that are not as they should be. */
  async receivedMails(shopId: string, milliseconds: number) {
    const expected = await this.expectedMails(shopId);
    await this.mails.untilAll(expected, milliseconds);
    const orderOf = (id: string): string => id.slice(id.indexOf('.') + 1);
    const orders = new Set(expected.map(orderOf));
    const mine = [...this.mails.taken].filter(([id]) => orders.has(orderOf(id)));
    const faults = mine.filter(([id, times]) => times > 2 || !expected.includes(id));
    return { mails: expected.length, faults };
  }

  /** Until so many jobs ended with an error and wait for their next try. */
  async untilFailed(jobs: number): Promise<void> {
    const sql = 'select count(*)::int as n from graphile_worker._private_jobs where last_error is not null';
    for (let tries = 0; tries < 1200; tries++) {
      const { rows } = await this.rig.admin.query<{ n: number }>(sql);
      if (rows[0]!.n >= jobs) return;
      await sleep(50);
    }
    throw new Error('The jobs did not fail');
  }
}

/** A year ahead, so that nothing that waits for its time comes due: around a change of clocks or a feast, at any minute. */
export function drawNow(random: Random): Temporal.Instant {
  const year = Temporal.Now.plainDateISO().year + 1;
  const lastSunday = (month: number): Temporal.PlainDate => {
    const last = Temporal.PlainDate.from({ year, month, day: 31 });
    return last.subtract({ days: last.dayOfWeek % 7 });
  };
  const days = [lastSunday(3), lastSunday(10), Temporal.PlainDate.from({ year, month: 12, day: 24 })];
  const day = random.pick(days).subtract({ days: 1 + random.below(3) });
  return Temporal.Instant.from(`${day.toString()}T00:00:00Z`).add({ minutes: random.below(1440) });
}

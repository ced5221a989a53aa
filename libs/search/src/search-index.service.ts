import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '#libs/kernel';
import { type PickupPlan, pickupPlan, type PickupRow, PICKUPS_SQL, PickupSlots } from '#libs/pickup';
import { SETTINGS, type Settings } from '#libs/platform';
import { asShop, currentShopId, Tenancy } from '#libs/tenancy';
import { loadTerritory } from '#libs/territory';
import { OWN_LEADS, SET_PICKUP_STARTS, SET_TIERS, WRITE_PRODUCTS } from './index-products.sql.js';
import * as sql from './index-shops.sql.js';
import { type ShopEntry, shopEntry, type ShopRow } from './shop-entry.js';

/** Slots kept per shop: the days to come, until the next refresh. */
const SLOTS_KEPT = 60;
const OPEN_DAYS_KEPT = 14;

/** Copies what shops publish into the region-wide index. Each use case is one transaction and may run twice. */
@Injectable()
export class SearchIndex {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly slots: PickupSlots,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** The current shop and its products: all, or those given. What is no longer published disappears. */
  async refreshShop(productIds: string[] | null = null): Promise<void> {
    const shopId = currentShopId();
    await this.tenancy.shopTransaction(async (tx) => {
      const [entry] = await this.writeShops(tx, [shopId]);
      if (!entry) return;
      const leads = await this.writePickupStarts(tx, shopId);
      await tx.query(WRITE_PRODUCTS, [shopId, productIds, JSON.stringify(leads)]);
      await tx.query(SET_TIERS, [shopId, thisWeek()]);
      await count(tx, [shopId], productIds && [...productIds, shopId]);
    });
  }

  /** When the current shop's orders can be collected, nothing else. */
  async refreshAvailability(): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      const shopId = currentShopId();
      await tx.query(sql.LOCK_SHOPS, [[shopId]]);
      const leads = await this.writePickupStarts(tx, shopId);
      if (Object.keys(leads).length > 0) await tx.query(WRITE_PRODUCTS, [shopId, null, JSON.stringify(leads)]);
    });
  }

  /**
   * When many shops' orders can be collected: a closure order touches thousands of them at once. Shops with products of
   * another lead time are refreshed one by one, the others together.
   */
  async refreshAvailabilities(shopIds: string[]): Promise<void> {
    const now = Clock.now();
    const own = await this.tenancy.regionTransaction(async (tx) => {
      await tx.query(sql.LOCK_SHOPS, [shopIds]);
      const rows = await tx.query<(PickupRow & { shop_id: string })[]>(PICKUPS_SQL, [shopIds, now.toString()]);
      const asleep = await asleepAmong(tx, shopIds);
      const starts = rows.map((row) => {
        const plan = pickupPlan(row, {}, now);
        const openings = asleep.has(row.shop_id) ? [] : [...plan.openings(SLOTS_KEPT)];
        return [row.shop_id, { starts: openings, open: openSpans(plan) }];
      });
      await tx.query(sql.SET_MANY_PICKUP_STARTS, [JSON.stringify(Object.fromEntries(starts))]);
      return tx.query<{ shop_id: string }[]>(sql.SHOPS_WITH_OWN_LEADS, [shopIds]);
    });
    for (const { shop_id: shopId } of own) await asShop(shopId, () => this.refreshAvailability());
  }

  /** Many shops at once, in one transaction of the region; the open ones among them then refresh their products. */
  async refreshShops(shopIds: string[]): Promise<void> {
    const open = await this.tenancy.regionTransaction(async (tx) => {
      await this.writeShops(tx, shopIds);
      await count(tx, shopIds, null);
      return tx.query<{ shop_id: string }[]>(
        `select shop_id from search_shop where shop_id = any ($1::uuid[]) and state = 'open'`,
        [shopIds],
      );
    });
    for (const { shop_id: shopId } of open) await asShop(shopId, () => this.refreshShop());
  }

  /** Counts of the vocabulary, and the words that nobody uses any more. */
  async recountWords(): Promise<void> {
    await this.tenancy.regionTransaction(async (tx) => {
      await tx.query(RECOUNT_WORDS);
      await tx.query('delete from search_word where n = 0');
    });
  }

  /** Copies of the index that follow it have long seen them. */
  async forgetGone(): Promise<void> {
    await this.tenancy.regionTransaction((tx) =>
      tx.query(`delete from search_gone where gone_at < now() - interval '1 day'`),
    );
  }

  private async writeShops(tx: EntityManager, shopIds: string[]): Promise<ShopEntry[]> {
    await tx.query(sql.LOCK_SHOPS, [shopIds]);
    const rows = await tx.query<ShopRow[]>(sql.READ_SHOPS, [shopIds]);
    const territory = loadTerritory(this.settings.regionCode);
    const entries = rows.map((row) => shopEntry(row, territory)).filter((entry) => entry !== null);
    const shown = new Set(entries.map((entry) => entry.shop_id));
    await tx.query(sql.DROP_SHOPS, [shopIds.filter((id) => !shown.has(id))]);
    await tx.query(sql.WRITE_SHOPS, [JSON.stringify(entries)]);
    await tx.query(sql.WRITE_SHOP_DOCUMENTS, [shopIds]);
    await tx.query(sql.DROP_PRODUCTS_OF_CLOSED_SHOPS, [shopIds]);
    return entries;
  }

  /** Writes the shop's own slots; answers those of products with another lead time, by its minutes. */
  private async writePickupStarts(tx: EntityManager, shopId: string): Promise<Record<string, [string, string][]>> {
    const plan = await this.slots.plan();
    const isAsleep = (await asleepAmong(tx, [shopId])).has(shopId);
    const openings = (lead?: number) => (isAsleep ? [] : [...plan.openings(SLOTS_KEPT, lead)]);
    await tx.query(SET_PICKUP_STARTS, [shopId, openings(), openSpans(plan)]);
    const leads = await tx.query<{ lead_minutes: number }[]>(OWN_LEADS, [shopId]);
    const starts = leads.map(({ lead_minutes: lead }) => [lead, openings(lead)]);
    return Object.fromEntries(starts) as Record<string, [string, string][]>;
  }
}

async function count(tx: EntityManager, shopIds: string[], documentIds: string[] | null): Promise<void> {
  await tx.query(sql.COUNT_POSTINGS, [shopIds]);
  await tx.query(sql.COUNT_PRODUCTS, [shopIds]);
  await tx.query(sql.LEARN_WORDS, [shopIds, documentIds]);
}

/** Of these shops, those that give no sign of life: nobody knows whether what they show is still there. */
async function asleepAmong(tx: EntityManager, shopIds: string[]): Promise<Set<string>> {
  const rows = await tx.query<{ shop_id: string }[]>(
    'select shop_id from shop where shop_id = any ($1::uuid[]) and asleep_since is not null',
    [shopIds],
  );
  return new Set(rows.map(({ shop_id: shopId }) => shopId));
}

/** When the door is open in the days to come, as a multirange; empty while the shop takes no orders. */
function openSpans(plan: PickupPlan): string {
  const now = Clock.now();
  const until = now.epochMilliseconds + OPEN_DAYS_KEPT * 86_400_000;
  const spans: string[] = [];
  for (const { start, end } of plan.isOpen ? plan.calendar.from(now) : []) {
    if (start > until) break;
    spans.push(`[${new Date(start).toISOString()},${new Date(end).toISOString()})`);
  }
  return `{${spans.join(',')}}`;
}

const thisWeek = (): string => {
  const { yearOfWeek, weekOfYear } = Clock.now().toZonedDateTimeISO('UTC').toPlainDate();
  return `${yearOfWeek}-${weekOfYear}`;
};

const RECOUNT_WORDS = `
  with counted as (select lexeme, sum(products + shops)::int as n from search_posting group by 1)
  update search_word w set n = coalesce(c.n, 0)
  from search_word o left join counted c using (lexeme) where o.word = w.word and w.n <> coalesce(c.n, 0)`;

import type { Type } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import pg from 'pg';
import { newId } from '#libs/kernel';
import { MessagesModule } from '#libs/messages';
import { type OrderInput, OrdersModule } from '#libs/orders';
import { PickupModule } from '#libs/pickup';
import { loadSettings, PlatformModule } from '#libs/platform';
import { asShop, Tenancy, TenancyModule } from '#libs/tenancy';
import { type TestDatabase, testDatabase } from './database.js';

/** A Tuesday, nine o'clock in Loches. */
export const TUESDAY_NINE = '2026-11-24T08:00:00Z';

/** Eleven o'clock, the first slot of `TUESDAY_NINE` after two open hours. */
export const FIRST_SLOT = '2026-11-24T10:00Z';

/** A database with orders on top. */
export interface OrderRig {
  database: TestDatabase;
  module: TestingModule;
  tenancy: Tenancy;
  /** As the superuser, around row level security: what really stands in the tables. */
  admin: pg.Client;
  close(): Promise<void>;
}

export async function orderRig(env: Record<string, string> = {}, modules: Type[] = []): Promise<OrderRig> {
  const database = await testDatabase();
  const settings = loadSettings({ DATABASE_URL: database.adminUrl, APP_SECRET: 'a secret of the test', ...env });
  const module = await Test.createTestingModule({
    imports: [PlatformModule.forRoot(settings), TenancyModule, PickupModule, OrdersModule, MessagesModule, ...modules],
  }).compile();
  await module.init();
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  const close = async () => {
    await admin.end();
    await module.close();
    await database.drop();
  };
  return { database, module, tenancy: module.get(Tenancy), admin, close };
}

export interface ShopTraits {
  slug: string;
  state: string;
  slotCapacity: number;
  slotMaxItems: number | null;
}

/** Fleurs Martin, open 9:00-12:30 and 14:00-19:00 but on Mondays. */
export async function createShop(rig: Pick<OrderRig, 'tenancy'>, traits: Partial<ShopTraits> = {}): Promise<string> {
  const shop = { slug: `fleurs-${newId().slice(-12)}`, state: 'open', slotCapacity: 4, slotMaxItems: null, ...traits };
  const shopId = newId();
  await inShop(rig, shopId, [
    [SHOP_SQL, [shopId, shop.state, shop.slotCapacity, shop.slotMaxItems]],
    ['insert into shop_address (slug, shop_id) values ($1, $2)', [shop.slug, shopId]],
    [HOURS_SQL, [shopId]],
  ]);
  return shopId;
}

export interface VariantTraits {
  stock: 'tracked' | 'untracked' | 'single';
  onHand: number;
  priceCents: number;
  published: boolean;
  perishable: boolean;
  leadMinutes: number | null;
  name: string;
}

/** A bunch of roses for 12,50 €, ten of them, counted. Answers the variant's id. */
export async function createVariant(
  rig: Pick<OrderRig, 'tenancy'>,
  shopId: string,
  traits: Partial<VariantTraits> = {},
): Promise<string> {
  const given = {
    stock: 'tracked',
    onHand: 10,
    priceCents: 1250,
    published: true,
    perishable: false,
    leadMinutes: null,
  };
  const variant = { ...given, name: 'Bouquet de roses', ...traits };
  const [productId, variantId] = [newId(), newId()];
  const handle = `bouquet-${productId.slice(-12)}`;
  const { name, published, perishable, leadMinutes, stock, onHand, priceCents } = variant;
  await inShop(rig, shopId, [
    [PRODUCT_SQL, [shopId, productId, handle, name, published, perishable, leadMinutes]],
    [VARIANT_SQL, [shopId, variantId, productId, priceCents, stock, onHand]],
    [INITIAL_SQL, [shopId, newId(), variantId, onHand]],
  ]);
  return variantId;
}

/** A valid order of one piece of each variant in the first slot. */
export const orderOf = (variantIds: string[], more: Partial<OrderInput> = {}): OrderInput => ({
  customer: { name: 'Anne Dupré', email: 'anne@example.fr', phone: '06 12 34 56 78' },
  slotId: FIRST_SLOT,
  lines: variantIds.map((variantId) => ({ variantId, quantity: 1 })),
  ...more,
});

/** Rows of every table that an order writes to, jobs included, as the superuser counts them. */
export async function written(rig: OrderRig, shopId: string): Promise<Record<string, number>> {
  const { rows } = await rig.admin.query<Record<string, number>>(WRITTEN_SQL, [shopId]);
  return rows[0] as Record<string, number>;
}

/** Variants whose pieces on hand are not the sum of their movements. */
export async function ledgerFaults(rig: OrderRig, shopId: string): Promise<unknown[]> {
  const { rows } = await rig.admin.query(
    `select v.variant_id, v.on_hand, coalesce(sum(m.delta), 0)::int as moved
     from variant v left join stock_movement m on m.shop_id = v.shop_id and m.variant_id = v.variant_id
     where v.shop_id = $1 and v.stock <> 'untracked' group by v.variant_id, v.on_hand
     having v.on_hand <> coalesce(sum(m.delta), 0)`,
    [shopId],
  );
  return rows;
}

async function inShop(
  rig: Pick<OrderRig, 'tenancy'>,
  shopId: string,
  statements: [string, unknown[]][],
): Promise<void> {
  await asShop(shopId, () =>
    rig.tenancy.shopTransaction(async (tx) => {
      for (const [sql, parameters] of statements) await tx.query(sql, parameters);
    }),
  );
}

const SHOP_SQL = `
  insert into shop (shop_id, state, name, trade, address_line, postcode, commune_insee, phone, email, theme, order_prefix,
    slot_capacity, slot_max_items)
  values ($1, $2, 'Fleurs Martin', 'fleuriste', '12 rue Balzac', '37600', '37132', '02 47 00 00 00',
    'martin@example.fr', 'marche', 'FM', $3, $4)`;

const HOURS_SQL = `
  insert into opening_hours (shop_id, weekday, opens, closes)
  select $1, weekday, opens::time, closes::time from generate_series(2, 7) weekday,
    (values ('09:00', '12:30'), ('14:00', '19:00')) as hours (opens, closes)`;

const PRODUCT_SQL = `
  insert into product (shop_id, product_id, handle, name, published, perishable, lead_minutes)
  values ($1, $2, $3, $4, $5, $6, $7)`;

const VARIANT_SQL = `
  insert into variant (shop_id, variant_id, product_id, price_cents, stock, on_hand) values ($1, $2, $3, $4, $5, $6)`;

const INITIAL_SQL = `
  insert into stock_movement (shop_id, movement_id, variant_id, delta, cause)
  select $1, $2, $3, $4, 'initial' where $4::int <> 0`;

const WRITTEN_SQL = `
  select (select count(*) from shop_order where shop_id = $1)::int as orders,
    (select count(*) from order_line where shop_id = $1)::int as lines,
    (select count(*) from order_event where shop_id = $1)::int as events,
    (select count(*) from order_link where shop_id = $1)::int as links,
    (select count(*) from idempotency_key where shop_id = $1)::int as keys,
    (select count(*) from stock_movement where shop_id = $1 and cause <> 'initial')::int as movements,
    (select coalesce(sum(on_hand), 0) from variant where shop_id = $1)::int as on_hand,
    (select coalesce(sum(booked), 0) from pickup_slot where shop_id = $1)::int as booked,
    (select last_order_number from shop where shop_id = $1) as last_number,
    (select count(*) from graphile_worker._private_jobs where payload ->> 'shopId' = $1::text)::int as jobs`;

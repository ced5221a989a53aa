import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Test, type TestingModule } from '@nestjs/testing';
import pg from 'pg';
import { CatalogModule } from '#libs/catalog';
import { newId } from '#libs/kernel';
import { loadSettings, PlatformModule } from '#libs/platform';
import { asShop, Tenancy, TenancyModule } from '#libs/tenancy';
import { testDatabase } from './database.js';

/** A database with a catalogue on top, and a folder for its pictures. */
export interface CatalogRig {
  module: TestingModule;
  /** As the superuser, around row level security: what really stands in the tables. */
  admin: pg.Client;
  mediaDir: string;
  close(): Promise<void>;
}

export async function catalogRig(env: Record<string, string> = {}): Promise<CatalogRig> {
  const database = await testDatabase();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'devanture-catalog-'));
  const given = { DATABASE_URL: database.adminUrl, APP_SECRET: 'a secret of the test', DATA_DIR: dataDir, ...env };
  const module = await Test.createTestingModule({
    imports: [PlatformModule.forRoot(loadSettings(given)), TenancyModule, CatalogModule],
  }).compile();
  await module.init();
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  const close = async () => {
    await admin.end();
    await module.close();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { module, admin, mediaDir: path.join(dataDir, 'media'), close };
}

/** Fleurs Martin without any product. */
export async function emptyShop(rig: CatalogRig): Promise<string> {
  const shopId = newId();
  const insert = `insert into shop (shop_id, state, name, trade, commune_insee, theme, order_prefix)
    values ($1, 'open', 'Fleurs Martin', 'fleuriste', '37132', 'marche', 'FM')`;
  await asShop(shopId, () => rig.module.get(Tenancy).shopTransaction((tx) => tx.query(insert, [shopId])));
  return shopId;
}

/** Rows of every table that the catalogue writes to, and waiting jobs by task, as the superuser counts them. */
export async function catalogRows(rig: CatalogRig, shopId: string): Promise<Record<string, number>> {
  const { rows } = await rig.admin.query<Record<string, number>>(
    `select (select count(*) from product where shop_id = $1)::int as products,
      (select count(*) from variant where shop_id = $1)::int as variants,
      (select count(*) from photo where shop_id = $1)::int as photos,
      (select count(*) from stock_movement where shop_id = $1)::int as movements,
      (select count(*) from graphile_worker._private_jobs where payload ->> 'shopId' = $1::text)::int as jobs`,
    [shopId],
  );
  return rows[0] ?? {};
}

/** Variants whose pieces on hand are not the sum of their movements. */
export async function ledgerFaults(rig: CatalogRig): Promise<unknown[]> {
  const { rows } = await rig.admin.query(
    `select v.variant_id, v.on_hand, coalesce(sum(m.delta), 0)::int as moved
     from variant v left join stock_movement m on m.shop_id = v.shop_id and m.variant_id = v.variant_id
     group by v.variant_id, v.on_hand having v.on_hand <> coalesce(sum(m.delta), 0)`,
  );
  return rows;
}

/** Tasks of the jobs that wait for a shop, events by their type, in the order of their making. */
export async function waitingJobs(rig: CatalogRig, shopId: string): Promise<string[]> {
  const { rows } = await rig.admin.query<{ job: string }>(
    `select coalesce(payload ->> 'type', identifier) as job
     from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where payload ->> 'shopId' = $1 order by j.id`,
    [shopId],
  );
  return rows.map(({ job }) => job);
}

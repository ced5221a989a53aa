import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { projectRoot } from '#libs/platform';
import { dumpSchema } from './support/schema-dump.js';
import { type TestDatabase, testDatabase } from './support/database.js';

const SCHEMA_FILE = path.join(projectRoot, 'libs/platform/src/database/schema.sql');

/** Tables whose scope is not one of the four, or that do not keep its rules. */
const FAULTS = `
  with tables as (
    select c.oid, c.relname, split_part(coalesce(obj_description(c.oid), ''), ':', 1) as scope,
      c.relrowsecurity and c.relforcerowsecurity as forced, c.relowner::regrole::text as owner
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  ), keys as (
    select k.conrelid, k.conname, k.contype, (select attname from pg_attribute where attrelid = k.conrelid and attnum = k.conkey[1]) as first,
      (select attname from pg_attribute where attrelid = k.confrelid and attnum = k.confkey[1]) as first_of_target
    from pg_constraint k where k.contype in ('p', 'u', 'f')
  ), unique_indexes as (
    select i.indrelid, i.indexrelid::regclass::text as name,
      (select attname from pg_attribute where attrelid = i.indrelid and attnum = i.indkey[0]) as first
    from pg_index i where i.indisunique
  )
  select relname || ': says no scope' as fault from tables where scope not in ('tenant', 'public copy', 'region', 'global')
  union all select relname || ': row level security is not forced' from tables where scope <> 'global' and not forced
  union all select relname || ': belongs to ' || owner from tables where owner <> 'devanture_owner'
  union all select relname || ': shop_id is missing or nullable' from tables t where scope = 'tenant' and not exists (
    select 1 from pg_attribute a where a.attrelid = t.oid and a.attname = 'shop_id' and a.attnotnull and a.atttypid = 'uuid'::regtype)
  union all select t.relname || ': key ' || k.conname || ' does not start with shop_id' from tables t join keys k on k.conrelid = t.oid
    where t.scope = 'tenant' and (k.first <> 'shop_id' and not (k.contype = 'f' and k.first_of_target not in ('shop_id')))
  union all select t.relname || ': unique index ' || u.name || ' does not start with shop_id' from tables t join unique_indexes u on u.indrelid = t.oid
    where t.scope = 'tenant' and u.first is distinct from 'shop_id'
  union all select t.relname || ': the app role reaches it without the shop' from tables t join pg_policy p on p.polrelid = t.oid
    where t.scope = 'tenant' and p.polroles @> array['devanture_app'::regrole::oid]
      and pg_get_expr(p.polqual, p.polrelid) is distinct from '(shop_id = current_shop_id())'
  union all select t.relname || ': the app role may write what is not its shop''s' from tables t join pg_policy p on p.polrelid = t.oid
    where t.scope = 'public copy' and p.polcmd <> 'r' and p.polroles @> array['devanture_app'::regrole::oid]
      and coalesce(pg_get_expr(p.polwithcheck, p.polrelid), pg_get_expr(p.polqual, p.polrelid)) is distinct from '(shop_id = current_shop_id())'
  union all select c.relname || ': a materialised view, or a view with its owner''s rights' from pg_class c
    where c.relnamespace = 'public'::regnamespace and (c.relkind = 'm' or c.relkind = 'v' and not coalesce('security_invoker=true' = any (c.reloptions), false))
  union all select a.attrelid::regclass || '.' || a.attname || ': an enum; use text and a check' from pg_attribute a join pg_type y on y.oid = a.atttypid
    where y.typtype = 'e' and a.attrelid in (select oid from tables)
  order by 1`;

describe('schema', () => {
  let database: TestDatabase;
  let client: pg.Client;

  const faults = async (): Promise<string[]> =>
    (await client.query<{ fault: string }>(FAULTS)).rows.map((row) => row.fault);

  beforeAll(async () => {
    database = await testDatabase();
    client = new pg.Client({ connectionString: database.adminUrl });
    await client.connect();
  }, 60_000);

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it('keeps the rules of each scope', async () => {
    expect(await faults()).toEqual([]);
  });

  it.each([
    ['create table public.leak (id int)', 'leak: says no scope'],
    [
      `create table leak (shop_id uuid, id int); comment on table leak is 'tenant: x'`,
      'leak: shop_id is missing or nullable',
    ],
    [
      `create table leak (shop_id uuid not null, id int unique); comment on table leak is 'tenant: x'`,
      'leak: key leak_id_key does not start with shop_id',
    ],
    [
      `create table leak (shop_id uuid not null); call tenant_table('leak', 'none', 'x'); create unique index u on leak ((1))`,
      'leak: unique index u does not start with shop_id',
    ],
    [
      `create table leak (shop_id uuid not null); call tenant_table('leak', 'none', 'x'); create policy hole on leak to devanture_app using (true)`,
      'leak: the app role reaches it without the shop',
    ],
    [`create view leak as select * from shop`, `leak: a materialised view, or a view with its owner's rights`],
  ])('sees the fault in: %s', async (sql, fault) => {
    await client.query('begin');
    await client.query('set local role devanture_owner');
    await client.query(sql);
    expect(await faults()).toContain(fault);
    await client.query('rollback');
  });

  it('is what schema.sql says (UPDATE_SCHEMA=1 writes it anew)', async () => {
    const now = await dumpSchema(client);
    if (process.env['UPDATE_SCHEMA'] === '1') writeFileSync(SCHEMA_FILE, now);
    expect(readFileSync(SCHEMA_FILE, 'utf8')).toBe(now);
  });
});

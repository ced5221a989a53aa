import { Test, type TestingModule } from '@nestjs/testing';
import { newId } from '#libs/kernel';
import { loadSettings, PlatformModule, UnsafeRoleError } from '#libs/platform';
import pg from 'pg';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { asShop, NoShopError, OtherShopError, Tenancy, TenancyModule, VisitOrderError } from './index.js';

const settingsFor = (databaseUrl: string) =>
  loadSettings({ DATABASE_URL: databaseUrl, APP_SECRET: 'a secret of the test' });

describe('tenancy', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let tenancy: Tenancy;
  const martin = newId();
  const lucie = newId();

  beforeAll(async () => {
    database = await testDatabase();
    module = await Test.createTestingModule({
      imports: [PlatformModule.forRoot(settingsFor(database.adminUrl)), TenancyModule],
    }).compile();
    await module.init();
    tenancy = module.get(Tenancy);
    for (const shopId of [martin, lucie]) {
      await asShop(shopId, () => tenancy.shopTransaction((tx) => tx.query(INSERT, [shopId])));
    }
  }, 60_000);

  afterAll(async () => {
    await module.close();
    await database.drop();
  });

  it('shows a shop its own rows alone', async () => {
    const seen = await asShop(martin, () => tenancy.shopRead<{ shop_id: string }>('select shop_id from shop'));
    expect(seen).toEqual([{ shop_id: martin }]);
    expect(await tenancy.publicRead('select shop_id from shop')).toEqual([]);
  });

  it('reads what the public sees from the replica, and from the primary server while it is away', async () => {
    const copy = await testDatabase();
    const settings = { ...settingsFor(database.adminUrl), databaseReplicaUrl: copy.adminUrl };
    const both = await Test.createTestingModule({
      imports: [PlatformModule.forRoot(settings), TenancyModule],
    }).compile();
    await both.init();
    const reads = both.get(Tenancy);
    const name = (url: string): string => new URL(url).pathname.slice(1);
    const asked = async () => (await reads.replicaRead<{ name: string }>('select current_database() as name'))[0]?.name;
    expect(await asked()).toBe(name(copy.adminUrl));
    expect((await reads.publicRead<{ name: string }>('select current_database() as name'))[0]?.name).toBe(
      name(database.adminUrl),
    );
    expect(await reads.replicaRead('select shop_id from shop')).toEqual([]);
    await copy.drop();
    expect([await asked(), await asked()]).toEqual([name(database.adminUrl), name(database.adminUrl)]);
    await both.close();
  });

  it('lets the region see all of them, in its own transaction only', async () => {
    const count = await tenancy.regionTransaction((tx) => tx.query('select count(*)::int as n from shop'));
    expect(count).toEqual([{ n: 2 }]);
    expect(await tenancy.publicRead('select shop_id from shop')).toEqual([]);
  });

  it('refuses to write a row of another shop', async () => {
    const insert = asShop(martin, () => tenancy.shopTransaction((tx) => tx.query(INSERT, [newId()])));
    await expect(insert).rejects.toThrow('row-level security');
  });

  it('refuses work without a shop, and a shop inside another', async () => {
    await expect(tenancy.shopRead('select 1')).rejects.toThrow(NoShopError);
    expect(() => asShop(martin, () => asShop(lucie, () => 0))).toThrow(OtherShopError);
    expect(() => asShop("x'; drop table shop", () => 0)).toThrow(NoShopError);
  });

  it('keeps nothing of a transaction that failed, and leaves a clean connection', async () => {
    const failing = asShop(martin, () =>
      tenancy.shopTransaction(async (tx) => {
        await tx.query(`update shop set name = 'Autre'`);
        throw new Error('half-way');
      }),
    );
    await expect(failing).rejects.toThrow('half-way');
    await expect(asShop(martin, () => tenancy.shopRead('select 1 / 0'))).rejects.toThrow('division by zero');
    const names = await asShop(martin, () => tenancy.shopRead('select name from shop'));
    expect(names).toEqual([{ name: 'Fleurs Martin' }]);
  });

  const [first, second] = [martin, lucie].toSorted() as [string, string];
  const seen = () => tenancy.shopRead<{ shop_id: string; name: string }>('select shop_id, name from shop');
  const rename = (name: string) => tenancy.shopTransaction((tx) => tx.query('update shop set name = $1', [name]));

  it('enters several shops in one transaction, and sees in each its own rows alone', async () => {
    const rows = await tenancy.shopsTransaction(async (visits) => [
      await visits.outside((tx) => tx.query('select shop_id from shop')),
      await visits.inShop(first, async () => (await rename('Première'), seen())),
      await visits.outside((tx) => tx.query('select shop_id from shop')),
      await visits.inShop(second, seen),
      await visits.outside((tx) => tx.query('select shop_id from shop')),
    ]);
    const inFirst = [{ shop_id: first, name: 'Première' }];
    expect(rows).toEqual([[], inFirst, [], [{ shop_id: second, name: 'Fleurs Martin' }], []]);
    expect(await asShop(first, () => rename('Fleurs Martin'))).toBeDefined();
  });

  it('keeps nothing of any shop when the last one fails, nor writes a row of the one before', async () => {
    const failing = tenancy.shopsTransaction(async (visits) => {
      await visits.inShop(first, () => rename('Perdu'));
      await visits.inShop(second, () => tenancy.shopTransaction((tx) => tx.query(INSERT, [first])));
    });
    await expect(failing).rejects.toThrow('row-level security');
    expect(await asShop(first, seen)).toEqual([{ shop_id: first, name: 'Fleurs Martin' }]);
    expect(await tenancy.publicRead('select shop_id from shop')).toEqual([]);
  });

  it('refuses an order of shops that could dead-lock, two at a time, one inside another, and any inside a shop', async () => {
    const visiting = (work: Parameters<Tenancy['shopsTransaction']>[0]) => tenancy.shopsTransaction(work);
    const nothing = async () => undefined;
    const backwards = visiting(async (visits) => {
      await visits.inShop(second, nothing);
      await visits.inShop(first, nothing);
    });
    await expect(backwards).rejects.toThrow(VisitOrderError);
    const twice = visiting(async (visits) => {
      await visits.inShop(first, nothing);
      await visits.inShop(first, nothing);
    });
    await expect(twice).rejects.toThrow(VisitOrderError);
    const nested = visiting((visits) => visits.inShop(first, () => visits.inShop(second, nothing)));
    await expect(nested).rejects.toThrow(VisitOrderError);
    const atOnce = visiting((visits) => Promise.all([visits.inShop(first, seen), visits.outside(nothing)]));
    await expect(atOnce).rejects.toThrow(VisitOrderError);
    const swallowed = visiting(async (visits) => {
      await visits.inShop(first, () => Promise.reject(new Error('half-way'))).catch(() => undefined);
      await visits.outside(nothing);
    });
    await expect(swallowed).rejects.toThrow(VisitOrderError);
    const other = visiting((visits) => visits.inShop(first, () => asShop(second, seen)));
    await expect(other).rejects.toThrow(OtherShopError);
    await expect(asShop(first, () => visiting(nothing))).rejects.toThrow(OtherShopError);
    await expect(tenancy.publicTransaction(() => visiting(nothing))).rejects.toThrow(NoShopError);
    await expect(visiting(() => seen())).rejects.toThrow(NoShopError);
  });

  it('refuses to run as superuser', async () => {
    const admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    const { rows } = await admin.query<{ current_user: string }>('select current_user');
    await admin.end();
    const { refuseUnsafeRole } = await import('#libs/platform');
    const asAdmin = async <R>(sql: string): Promise<R[]> => {
      const client = new pg.Client({ connectionString: database.adminUrl });
      await client.connect();
      const result = await client.query(sql);
      await client.end();
      return result.rows as R[];
    };
    await expect(refuseUnsafeRole(asAdmin)).rejects.toThrow(UnsafeRoleError);
    await expect(refuseUnsafeRole(asAdmin)).rejects.toThrow(`"${rows[0]?.current_user}" is a superuser`);
  });
});

const INSERT = `insert into shop (shop_id, state, name, trade, commune_insee, theme, order_prefix)
  values ($1, 'open', 'Fleurs Martin', 'fleurs', '37132', 'marche', 'FM')`;

import { Test, type TestingModule } from '@nestjs/testing';
import { newId } from '#libs/kernel';
import { loadSettings, PlatformModule, UnsafeRoleError } from '#libs/platform';
import pg from 'pg';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { asShop, NoShopError, OtherShopError, Tenancy, TenancyModule } from './index.js';

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

import { Test, type TestingModule } from '@nestjs/testing';
import { newId } from '#libs/kernel';
import { loadSettings, PlatformModule } from '#libs/platform';
import { asShop, Tenancy, TenancyModule } from '#libs/tenancy';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { Claims, type ProvisionRow, ShopDirectory, Shops, ShopsModule } from './index.js';

const chamber = newId();
const town = newId();
const person = newId();
const other = newId();

const row = (change: Partial<ProvisionRow> = {}): ProvisionRow => ({
  siret: '40483304800022',
  name: 'Fleurs Martin',
  naf: '47.76Z',
  trade: 'fleurs',
  communeInsee: '37132',
  lat: 47.13,
  lon: 0.99,
  pointSource: 'commune',
  initiativeId: chamber,
  source: 'register:sirene',
  ...change,
});

describe('provisioning', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let tenancy: Tenancy;
  let shops: Shops;
  let claims: Claims;

  beforeAll(async () => {
    database = await testDatabase();
    const settings = loadSettings({ DATABASE_URL: database.adminUrl, APP_SECRET: 'a secret of the test' });
    module = await Test.createTestingModule({
      imports: [PlatformModule.forRoot(settings), TenancyModule, ShopsModule],
    }).compile();
    await module.init();
    tenancy = module.get(Tenancy);
    shops = module.get(Shops);
    claims = module.get(Claims);
    await tenancy.publicRead(
      `insert into initiative (initiative_id, slug, name, kind) values ($1, 'cci', 'CCI', 'chamber'), ($2, 'loches', 'Loches', 'town')`,
      [chamber, town],
    );
    await tenancy.publicRead(`insert into person (person_id, email) values ($1, 'a@x.test'), ($2, 'b@x.test')`, [
      person,
      other,
    ]);
  }, 60_000);

  afterAll(async () => {
    await module.close();
    await database.drop();
  });

  const region = <T>(sql: string, parameters: unknown[] = []): Promise<T[]> =>
    tenancy.regionTransaction((tx) => tx.query<T[]>(sql, parameters));
  const digest = async (): Promise<string> => {
    const tables = ['shop', 'shop_address', 'shop_siret', 'shop_source', 'claim', 'opening_hours'];
    const parts = tables.map(
      (table) => `(select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from ${table} t)`,
    );
    const [found] = await region<{ digest: string }>(`select concat(${parts.join(', ')}) as digest`);
    return found!.digest;
  };
  const shopOf = (shopId: string) => asShop(shopId, () => shops.current());

  it('makes a shop that waits for its owner', async () => {
    const hours = [{ weekday: 2, opens: '09:00', closes: '12:30' }];
    const [made] = await shops.provision([
      row({ legalName: 'SARL MARTIN', addressLine: '12 rue Balzac', postcode: '37600', hours }),
    ]);
    expect(made).toMatchObject({ shopId: expect.any(String) as string, slug: 'fleurs-martin', outcome: 'created' });
    const shop = await shopOf(made!.shopId);
    expect(shop).toMatchObject({
      slug: 'fleurs-martin',
      state: 'provisioned',
      theme: 'bouquet',
      orderPrefix: 'FM',
      legalName: 'SARL MARTIN',
      legal: { publisherName: 'SARL MARTIN', publisherAddress: '12 rue Balzac, 37600 Loches' },
      takesOrders: false,
    });
    expect((await asShop(made!.shopId, () => shops.timetable())).hours).toEqual(hours);
    expect(await module.get(ShopDirectory).resolve('fleurs-martin')).toEqual({
      shopId: made!.shopId,
      slug: 'fleurs-martin',
      kind: 'current',
      currentSlug: 'fleurs-martin',
      until: null,
    });
  });

  it('writes nothing for the same row again', async () => {
    const same = row({ siret: '00000000000018', name: 'Encore' });
    await shops.provision([same]);
    const before = await digest();
    const [again] = await shops.provision([same]);
    expect(again?.outcome).toBe('unchanged');
    expect(await digest()).toBe(before);
  });

  it('changes ten of a thousand rows when ten were edited', async () => {
    const rows = Array.from({ length: 1000 }, (_, i) =>
      row({ siret: String(70_000_000_000_000 + i), name: `Boutique ${i % 40}` }),
    );
    const made = await shops.provision(rows);
    expect(new Set(made.map(({ slug }) => slug)).size).toBe(1000);
    const edited = rows.map((one, i) => (i % 100 === 7 ? { ...one, phone: '02 47 00 00 00' } : one));
    const again = await shops.provision(edited);
    expect(again.map(({ outcome }, i) => [outcome, i]).filter(([outcome]) => outcome !== 'unchanged')).toEqual(
      Array.from({ length: 10 }, (_, i) => ['updated', i * 100 + 7]),
    );
    expect(again.map(({ slug }) => slug)).toEqual(made.map(({ slug }) => slug));
  });

  it('blanks nothing because a column is missing', async () => {
    const siret = '11111111111111';
    const [made] = await shops.provision([row({ siret, phone: '02 47 11 11 11', website: 'https://martin.example' })]);
    const [again] = await shops.provision([row({ siret, name: 'Fleurs Martin et fils' })]);
    expect(again?.outcome).toBe('updated');
    expect(await shopOf(made!.shopId)).toMatchObject({
      name: 'Fleurs Martin et fils',
      phone: '02 47 11 11 11',
      website: 'https://martin.example',
    });
    expect((await shops.provision([row({ siret, name: 'Fleurs Martin et fils' })]))[0]?.outcome).toBe('unchanged');
  });

  it('lets the stronger source speak: merchant, town, chamber, register', async () => {
    const siret = '22222222222222';
    const [made] = await shops.provision([row({ siret, name: 'REGISTRE', phone: '1111111' })]);
    const { shopId } = made!;
    await shops.provision([row({ siret, name: 'Mairie', phone: '2222222', source: `initiative:${town}` })]);
    await shops.provision([row({ siret, name: 'Chambre', phone: '3333333', source: `initiative:${chamber}` })]);
    expect(await shopOf(shopId)).toMatchObject({ name: 'Mairie', phone: '2222222' });
    await asShop(shopId, () => shops.update({ phone: null, tagline: 'Des fleurs' }));
    await asShop(shopId, () => shops.setHours([{ weekday: 1, opens: '09:00', closes: '18:00' }]));
    const hours = [{ weekday: 3, opens: '10:00', closes: '11:00' }];
    await shops.provision([row({ siret, name: 'Mairie 2', phone: '4444444', hours, source: `initiative:${town}` })]);
    expect(await shopOf(shopId)).toMatchObject({ name: 'Mairie 2', phone: null, tagline: 'Des fleurs' });
    expect(await asShop(shopId, () => shops.openingHours())).toEqual([{ weekday: 1, opens: '09:00', closes: '18:00' }]);
  });

  it('applies two rows of one SIRET in one call in their order', async () => {
    const siret = '33333333333333';
    const made = await shops.provision([row({ siret, name: 'Un' }), row({ siret, name: 'Deux' })]);
    expect(made.map(({ outcome }) => outcome)).toEqual(['created', 'updated']);
    expect(made[0]?.shopId).toBe(made[1]?.shopId);
    expect((await shopOf(made[0]!.shopId)).name).toBe('Deux');
  });

  it('gives each SIRET one shop and each shop one address when files come in at the same time', async () => {
    const rows = (from: number) =>
      Array.from({ length: 50 }, (_, i) => row({ siret: String(80_000_000_000_000 + from + i), name: 'Au même nom' }));
    const made = await Promise.all([0, 25, 0, 10].map((from) => shops.provision(rows(from))));
    const slugs = new Map(made.flat().map(({ shopId, slug }) => [shopId, slug]));
    expect(slugs.size).toBe(75);
    expect(new Set(slugs.values()).size).toBe(75);
  });

  it('tells the others once per call, and only of what changed', async () => {
    const [made] = await shops.provision([row({ siret: '44444444444444', name: 'Nouvelle' })]);
    await shops.provision([row({ siret: '44444444444444', name: 'Nouvelle' })]);
    const events = await tenancy.publicRead<{ payload: { type: string } }>(
      `select payload from graphile_worker._private_jobs where payload::jsonb->'shopIds' ? $1`,
      [made!.shopId],
    );
    expect(events.map(({ payload }) => payload.type)).toEqual(['shop.changed']);
  });

  it('hands a shop to whoever types its code, once', async () => {
    const [made] = await shops.provision([row({ siret: '55555555555555', name: 'À prendre' })]);
    const { shopId } = made!;
    const [letter] = await claims.letters([shopId]);
    expect(letter?.code).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
    const results = await Promise.allSettled([
      shops.claim(letter!.code, person),
      shops.claim(letter!.code.toLowerCase(), other),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refused = results.find((result) => result.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'shops.claim_used' });
    expect((await shopOf(shopId)).state).toBe('claimed');
    const members = await tenancy.publicRead(`select role from membership where shop_id = $1`, [shopId]);
    expect(members).toEqual([{ role: 'owner' }]);
    expect(await claims.letters([shopId])).toEqual([]);
    await expect(claims.renew(shopId)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('refuses a code that nobody has, and the old one after a new letter', async () => {
    await expect(shops.claim('00000-00000', person)).rejects.toMatchObject({ code: 'shops.claim_unknown' });
    const [made] = await shops.provision([row({ siret: '66666666666666', name: 'Deux lettres' })]);
    const [first] = await claims.letters([made!.shopId]);
    const second = await claims.renew(made!.shopId);
    await expect(shops.claim(first!.code, person)).rejects.toMatchObject({ code: 'shops.claim_unknown' });
    await expect(shops.claim(second.code, person)).resolves.toEqual({ shopId: made!.shopId });
  });

  it('says that a code is too old', async () => {
    const [made] = await shops.provision([row({ siret: '77777777777777', name: 'Vieille lettre' })]);
    const [letter] = await claims.letters([made!.shopId]);
    await region(`update claim set expires_at = now() - interval '1 second' where shop_id = $1`, [made!.shopId]);
    await expect(shops.claim(letter!.code, person)).rejects.toMatchObject({ code: 'shops.claim_expired' });
    expect((await shopOf(made!.shopId)).state).toBe('provisioned');
  });

  it('withdraws by link, and no file brings it back', async () => {
    const siret = '88888888888888';
    const [made] = await shops.provision([row({ siret, name: 'Discrète' })]);
    const { shopId } = made!;
    const [letter] = await claims.letters([shopId]);
    await expect(asShop(shopId, () => shops.withdraw('x'))).rejects.toMatchObject({ code: 'shops.withdrawal_link' });
    await asShop(shopId, () => shops.withdraw(shops.withdrawalToken()));
    const [again] = await shops.provision([row({ siret, name: 'Revenue' })]);
    expect(again?.outcome).toBe('unchanged');
    expect(await shopOf(shopId)).toMatchObject({ state: 'withdrawn', name: 'Discrète' });
    await expect(shops.claim(letter!.code, person)).rejects.toMatchObject({ code: 'shops.claim_unknown' });
  });

  it('keeps nothing of a call in which one row breaks a rule of the database', async () => {
    const before = await digest();
    const rows = [row({ siret: '99999999999991', name: 'Bonne' }), row({ siret: '99999999999992', name: '' })];
    await expect(shops.provision(rows)).rejects.toThrow('shop_name_check');
    expect(await digest()).toBe(before);
  });
});

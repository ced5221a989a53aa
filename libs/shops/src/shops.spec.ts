import { Test, type TestingModule } from '@nestjs/testing';
import { newId } from '#libs/kernel';
import { loadSettings, PlatformModule } from '#libs/platform';
import { asShop, Tenancy, TenancyModule } from '#libs/tenancy';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { shopInput, Shops, ShopsModule, type ShopState } from './index.js';

const LEGAL = {
  publisherName: 'Claire Martin',
  legalForm: 'EI',
  publisherAddress: '12 rue Balzac, 37600 Loches',
  registration: 'RCS Tours',
  publicationDirector: 'Claire Martin',
};

describe('a shop', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let tenancy: Tenancy;
  let shops: Shops;

  beforeAll(async () => {
    database = await testDatabase();
    const settings = loadSettings({ DATABASE_URL: database.adminUrl, APP_SECRET: 'a secret of the test' });
    module = await Test.createTestingModule({
      imports: [PlatformModule.forRoot(settings), TenancyModule, ShopsModule],
    }).compile();
    await module.init();
    tenancy = module.get(Tenancy);
    shops = module.get(Shops);
  }, 60_000);

  afterAll(async () => {
    await module.close();
    await database.drop();
  });

  const aShop = async (state: ShopState = 'claimed'): Promise<string> => {
    const shopId = newId();
    await asShop(shopId, () =>
      tenancy.shopTransaction((tx) =>
        tx.query(
          `insert into shop (shop_id, state, name, trade, commune_insee, theme, order_prefix, siret)
           values ($1, $2, 'Fleurs Martin', 'fleurs', '37132', 'marche', 'FM', '40483304800022')`,
          [shopId, state],
        ),
      ),
    );
    return shopId;
  };
  const missing = async (): Promise<string[]> =>
    (await shops.openingChecklist()).filter((item) => !item.isDone).map(({ piece }) => piece);
  const publishProduct = () =>
    tenancy.shopTransaction((tx) =>
      tx.query(
        `insert into product (shop_id, product_id, handle, name, published) select shop_id, $1, 'rose', 'Rose', true from shop`,
        [newId()],
      ),
    );

  it('opens when nothing of the checklist is missing, and not before', async () => {
    await asShop(await aShop(), async () => {
      expect(await missing()).toEqual(['contact', 'legal_notice', 'vat', 'mediator', 'terms', 'hours', 'product']);
      await shops.update({ phone: '02 47 59 00 00', email: 'bonjour@fleurs.test', addressLine: '12 rue Balzac' });
      await shops.update({ legal: LEGAL });
      await shops.update({ legal: { vatExempt: true } });
      await shops.update({ legal: { mediatorName: 'CM2C', mediatorContact: '49 rue de Ponthieu, Paris' } });
      await shops.setHours([{ weekday: 1, opens: '09:00', closes: '18:00' }]);
      expect(await missing()).toEqual(['terms', 'product']);
      await expect(shops.open()).rejects.toMatchObject({
        code: 'shops.not_ready',
        details: { missing: ['terms', 'product'] },
      });
      expect((await shops.current()).state).toBe('claimed');
      await shops.update({ legal: { terms: 'Réservation payée en boutique.' } });
      await publishProduct();
      const describe = (category: string, safety: object) =>
        tenancy.shopTransaction((tx) =>
          tx.query('update product set public_category = $1, safety = $2', [category, JSON.stringify(safety)]),
        );
      const maker = { name: 'Roseraie', address: 'Loches', email: 'bonjour@roseraie.test' };
      await describe('jeux-societe', { manufacturer: { ...maker, email: '' } });
      expect(await missing()).toEqual(['safety']);
      expect((await shops.openingChecklist()).at(-1)).toEqual({ piece: 'safety', isDone: false, fields: ['Rose'] });
      await expect(shops.open()).rejects.toMatchObject({ details: { missing: ['safety'] } });
      await describe('fleurs-coupees', {});
      expect(await missing()).toEqual([]);
      await describe('jeux-societe', { manufacturer: maker });
      await shops.open();
      expect((await shops.current()).takesOrders).toBe(true);
      await shops.pause('Congés jusqu’au 3 janvier');
      expect(await shops.current()).toMatchObject({ state: 'paused', stateReason: 'Congés jusqu’au 3 janvier' });
      await shops.open();
      expect(await shops.current()).toMatchObject({ state: 'open', stateReason: null });
    });
  });

  it.each<ShopState>(['provisioned', 'suspended', 'closed', 'withdrawn'])('does not pause while %s', async (state) => {
    await asShop(await aShop(state), async () => {
      await expect(shops.pause(null)).rejects.toMatchObject({ code: 'shops.wrong_state', details: { state } });
    });
  });

  it('keeps what a form does not hold', async () => {
    await asShop(await aShop(), async () => {
      await shops.update({ tagline: 'Des fleurs', website: 'https://fleurs.test' });
      await shops.update({ tagline: null });
      expect(await shops.current()).toMatchObject({
        tagline: null,
        website: 'https://fleurs.test',
        name: 'Fleurs Martin',
      });
    });
  });

  it('replaces the week at once, also when two people save it at the same time', async () => {
    await asShop(await aShop(), async () => {
      const week = (opens: string) => [1, 2, 3].map((weekday) => ({ weekday, opens, closes: '18:00' }));
      await Promise.all(['08:00', '09:00', '10:00', '11:00'].map((opens) => shops.setHours(week(opens))));
      const hours = await shops.openingHours();
      expect(hours).toEqual(week(hours[0]!.opens));
    });
  });

  it('has dated exceptions, replaced by day', async () => {
    await asShop(await aShop(), async () => {
      await shops.setException({ day: '2026-12-24', intervals: [{ opens: '09:00', closes: '16:00' }], reason: 'Noël' });
      await shops.setException({ day: '2026-12-25', intervals: [], reason: null });
      await shops.setException({ day: '2026-12-25', intervals: [], reason: 'Jour férié' });
      await shops.removeException('2026-12-24');
      expect(await shops.exceptions('2026-12-01')).toEqual([
        { day: '2026-12-25', intervals: [], reason: 'Jour férié' },
      ]);
      await expect(shops.removeException('2026-12-24')).rejects.toMatchObject({ code: 'not_found' });
    });
  });

  it('touches no other shop', async () => {
    const [martin, lucie] = [await aShop(), await aShop()];
    await asShop(martin, async () => {
      await shops.update({ name: 'Martin seul' });
      await shops.setException({ day: '2026-12-25', intervals: [], reason: null });
    });
    await asShop(lucie, async () => {
      expect((await shops.current()).name).toBe('Fleurs Martin');
      await expect(shops.removeException('2026-12-25')).rejects.toMatchObject({ code: 'not_found' });
    });
    await expect(asShop(newId(), () => shops.current())).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([
    ['phone', 'appelez-moi', 'shops.phone_invalid'],
    ['email', 'claire@', 'shops.email_invalid'],
    ['website', 'javascript:alert(1)', 'shops.website_invalid'],
    ['website', 'http://localhost', 'shops.website_invalid'],
    ['postcode', '3760', 'shops.postcode_invalid'],
  ])('refuses %s = %j', (field, value, message) => {
    const issues = shopInput.safeParse({ [field]: value }).error?.issues;
    expect(issues?.map((issue) => [issue.path[0], issue.message])).toEqual([[field, message]]);
  });

  it('refuses an empty name, a text that is too long and a field it does not know', () => {
    const refused = [{ name: ' ' }, { tagline: 'x'.repeat(201) }, { state: 'open' }];
    expect(refused.filter((input) => shopInput.safeParse(input).success)).toEqual([]);
  });

  it('completes a web address that was typed without https', () => {
    expect(shopInput.parse({ website: 'www.fleurs-martin.fr' })).toEqual({ website: 'https://www.fleurs-martin.fr' });
    expect(shopInput.parse({ website: '', email: '' })).toEqual({ website: null, email: null });
  });
});

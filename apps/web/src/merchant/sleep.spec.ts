import pg from 'pg';
import { NudgeMail, Sleep } from '#libs/care';
import { Stock } from '#libs/catalog';
import { PublicShops, SearchIndex } from '#libs/search';
import { asShop } from '#libs/tenancy';
import { lastMailTo } from '../../../../test/support/mails.js';
import { createShop, createVariant } from '../../../../test/support/order-shop.js';
import { ofShop, type Visitor, visitor } from '../../../../test/support/visitor.js';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';

const HOST = 'gestion.devanture.localhost:8080';

describe('a shop that gives no sign of life', () => {
  let web: TestWeb;
  let shopId: string;
  let variantId: string;
  let slug: string;
  let owner: Visitor;
  let number = 0;
  const sleep = () => web.app.get(Sleep, { strict: false });

  beforeAll(async () => {
    web = await testWeb();
  }, 60_000);

  afterAll(() => web.close());

  /** Everything that the shop ever did was so many days earlier. */
  async function daysPass(days: number): Promise<void> {
    const admin = new pg.Client(web.database.adminUrl);
    await admin.connect();
    const columns = {
      shop: ['created_at', 'nudged_at', 'asleep_since', 'stock_confirmed_at'],
      product: ['updated_at'],
      stock_movement: ['at'],
      stock_count: ['at'],
    };
    for (const [table, names] of Object.entries(columns)) {
      const changes = names.map((name) => `${name} = ${name} - make_interval(days => ${days})`).join(', ');
      await admin.query(`update ${table} set ${changes} where shop_id = $1`, [shopId]);
    }
    await admin.end();
  }

  beforeEach(async () => {
    number += 1;
    slug = `endormie-${number}`;
    shopId = await createShop(web, { slug });
    variantId = await createVariant(web, shopId, { name: 'Bougie' });
    owner = await visitor(web, { email: `patronne${number}@example.fr` }, [ofShop('owner', shopId)]);
    await web.app.get(SearchIndex, { strict: false }).refreshShops([shopId]);
  });

  /** When the portal says that the shop can be visited to collect. */
  const collectable = async (): Promise<unknown> => {
    await asShop(shopId, () => web.app.get(SearchIndex, { strict: false }).refreshAvailability());
    return (await web.app.get(PublicShops, { strict: false }).bySlug(slug))?.collectableFrom ?? null;
  };
  const state = () => asShop(shopId, () => sleep().state());
  const fallAsleep = async (): Promise<void> => {
    await daysPass(31);
    await sleep().watch();
    await daysPass(8);
    await sleep().watch();
    expect((await state()).asleepSince).not.toBeNull();
  };

  it('is asked after a month, left out of what is collectable a week later, and not before', async () => {
    expect(await collectable()).not.toBeNull();
    await daysPass(29);
    await sleep().watch();
    expect(await state()).toEqual({ nudgedAt: null, asleepSince: null });
    await daysPass(2);
    await sleep().watch();
    expect((await state()).nudgedAt).not.toBeNull();
    await daysPass(5);
    await sleep().watch();
    expect((await state()).asleepSince).toBeNull();
    expect(await collectable()).not.toBeNull();
    await daysPass(3);
    expect((await sleep().watch()).slept).toBeGreaterThanOrEqual(1);
    expect(await collectable()).toBeNull();
    await web.app.get(SearchIndex, { strict: false }).refreshAvailabilities([shopId]);
    expect((await web.app.get(PublicShops, { strict: false }).bySlug(slug))?.collectableFrom ?? null).toBeNull();
    expect((await owner.get('/')).text).toContain('n’annonce plus vos produits');
  });

  it('wakes at the first change of stock', async () => {
    await fallAsleep();
    await asShop(shopId, () => web.app.get(Stock, { strict: false }).setCount(variantId, 3));
    await asShop(shopId, () => sleep().wake());
    expect(await state()).toEqual({ nudgedAt: null, asleepSince: null });
    expect(await collectable()).not.toBeNull();
  });

  it('wakes by the link of the mail, which a scanner does not use up and which is good once', async () => {
    await fallAsleep();
    await asShop(shopId, () => web.app.get(NudgeMail, { strict: false }).handle({ shopId, about: 'asleep' }));
    const path = /\/stock-a-jour\/[\w-]+\/[\w-]+/.exec(await lastMailTo(web.settings, owner.email))![0];
    const ask = (method: 'GET' | 'POST', url: string) =>
      web.app.inject({ method, url, headers: { host: HOST, origin: `http://${HOST}` } });
    expect((await ask('GET', path)).body).toContain('Mon stock est à jour');
    expect((await state()).asleepSince).not.toBeNull();
    expect((await ask('POST', `${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`)).statusCode).toBe(410);
    expect((await ask('POST', path)).body).toContain('Merci');
    expect(await state()).toEqual({ nudgedAt: null, asleepSince: null });
    expect((await ask('POST', path)).statusCode).toBe(410);
  });

  it('wakes by a button of the back office', async () => {
    await fallAsleep();
    expect((await owner.post('/stock-a-jour')).status).toBe(303);
    expect((await state()).asleepSince).toBeNull();
  });

  it('is no other shop: a link opens its own alone', async () => {
    await fallAsleep();
    const { nudgedAt } = await state();
    const other = await createShop(web, { slug: `autre-${number}` });
    await expect(sleep().confirmByLink(other, sleep().token(shopId, nudgedAt!))).rejects.toMatchObject({
      code: 'care.stock_link',
    });
  });
});

import { asShop } from '#libs/tenancy';
import { catalogRig, type CatalogRig, emptyShop } from '../../../../test/support/catalog-shop.js';
import {
  asksForSafety,
  NO_SAFETY,
  type ProductInput,
  Products,
  ProductTable,
  publicCategories,
  safetyGaps,
  unitPrice,
} from '../index.js';

describe('prices over time', () => {
  let rig: CatalogRig;
  let products: Products;
  let shopId: string;

  beforeAll(async () => {
    rig = await catalogRig();
    products = rig.module.get(Products);
  }, 60_000);

  afterAll(() => rig.close());

  beforeEach(async () => {
    shopId = await emptyShop(rig);
  });

  const here = <T>(work: () => Promise<T>): Promise<T> => asShop(shopId, work);
  const make = (more: Partial<ProductInput> = {}) =>
    here(() =>
      products.create({ name: 'Puzzle', published: true, variants: [{ priceCents: 3000, onHand: 3 }], ...more }),
    );
  const history = async (): Promise<number[]> => {
    const { rows } = await rig.admin.query('select price_cents from price_change where shop_id = $1 order by at', [
      shopId,
    ]);
    return rows.map(({ price_cents }) => price_cents);
  };
  const older = (days: number) =>
    rig.admin.query(`update price_change set at = at - make_interval(days => $2) where shop_id = $1`, [shopId, days]);
  type Product = Awaited<ReturnType<typeof make>>;
  const price = async ({ productId, variants }: Product, priceCents: number, compareAtCents: number | null = null) => {
    const change = { variantId: variants[0]!.variantId, priceCents, compareAtCents };
    const { variants: now } = await here(() => products.update(productId, { variants: [change] }));
    return now[0]!.priorCents;
  };

  it('are kept by the database on every path, and cannot be altered', async () => {
    const product = await make();
    const { variantId } = product.variants[0]!;
    await price(product, 2500);
    await here(() => rig.module.get(ProductTable).save([{ field: 'price', variantId, shown: 2500, wanted: 2400 }]));
    const draft = {
      sourceKey: 'a',
      name: 'Import',
      categories: [],
      published: true,
      optionNames: [],
      photos: [],
      variants: [{ options: [], priceCents: 700, stock: 1 }],
    };
    await here(() => products.saveImported([draft], { source: 'shopify' }));
    await here(() =>
      products.saveImported([{ ...draft, variants: [{ ...draft.variants[0]!, priceCents: 650 }] }], {
        source: 'shopify',
      }),
    );
    expect(await history()).toEqual([3000, 2500, 2400, 700, 650]);
    await rig.admin.query(`update variant set price_cents = 1 where variant_id = $1`, [variantId]);
    expect(await history()).toHaveLength(6);
    const app = await rig.admin.query(
      `select has_table_privilege('devanture_app', 'price_change', 'update') or has_table_privilege('devanture_app', 'price_change', 'delete') as may`,
    );
    expect(app.rows).toEqual([{ may: false }]);
  });

  it('give the lowest of the 30 days before a reduction', async () => {
    const product = await make();
    await older(50);
    await price(product, 2000);
    await older(40);
    await price(product, 2800);
    await older(35);
    expect(await price(product, 2200, 3000)).toBe(2800);
    expect(await price(product, 2100, 3000)).toBe(2800);
    expect(await price(product, 2200, null)).toBeNull();
    expect(await price(product, 1900, 3000)).toBe(2100);
  });

  it('count a price that held when the 30 days began', async () => {
    const product = await make();
    await older(90);
    await price(product, 2600);
    await older(29);
    await price(product, 2900);
    expect(await price(product, 2000, 2900)).toBe(2600);
  });

  it('call no old price a reduction, and believe the merchant where nothing is known', async () => {
    const product = await make();
    await older(60);
    expect(await price(product, 3000, 4000)).toBe(3000);
    const fresh = await make();
    expect(await price(fresh, 3000, 4000)).toBe(4000);
    const born = await make({ variants: [{ priceCents: 1500, compareAtCents: 2000 }] });
    expect(born.variants[0]!.priorCents).toBe(2000);
  });

  it('take the price before, when the reduction is announced after it began', async () => {
    const product = await make();
    await older(10);
    await price(product, 2500);
    expect(await price(product, 2500, 3200)).toBe(3000);
  });

  it('let perishable goods say what they cost this morning', async () => {
    const bread = await make({ perishable: true });
    await older(10);
    await price(bread, 1500, 3000);
    await price(bread, 3000);
    expect(await price(bread, 1500, 3000)).toBe(3000);
  });

  it.each([
    [1000, { amount: 250, unit: 'g' }, { cents: 4000, per: 'kg' }],
    [1290, { amount: 75, unit: 'cl' }, { cents: 1720, per: 'l' }],
    [999, { amount: 1.5, unit: 'kg' }, { cents: 666, per: 'kg' }],
    [600, { amount: 12, unit: 'piece' }, { cents: 50, per: 'piece' }],
  ] as const)('say what %d cents are for one measure', (cents, content, expected) => {
    expect(unitPrice(cents, content)).toEqual(expected);
  });

  it('asks in the database for what the rules ask: the maker of goods, whole', async () => {
    const codes = [...publicCategories().map(({ code }) => code), 'licornes'];
    const { rows } = await rig.admin.query('select c as code, asks_for_safety(c) as asks from unnest($1::text[]) c', [
      codes,
    ]);
    expect(rows).toEqual(codes.map((code) => ({ code, asks: asksForSafety(code) })));
    const whole = { name: 'A', address: 'B', email: 'c@d.fr' };
    for (const lacks of [[], ['name'], ['address'], ['email'], ['address', 'email']]) {
      for (const party of ['manufacturer', 'responsible'] as const) {
        const safety = {
          ...NO_SAFETY,
          manufacturer: whole,
          [party]: { ...whole, ...Object.fromEntries(lacks.map((field) => [field, ''])) },
        };
        const answer = await rig.admin.query('select lacks_safety($1) as lacks', [JSON.stringify(safety)]);
        expect([party, lacks, answer.rows[0].lacks]).toEqual([party, lacks, safetyGaps(safety).length > 0]);
      }
    }
  });
});

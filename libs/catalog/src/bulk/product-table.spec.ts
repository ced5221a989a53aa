import { newId } from '#libs/kernel';
import { asShop } from '#libs/tenancy';
import { catalogRig, type CatalogRig, emptyShop, ledgerFaults } from '../../../../test/support/catalog-shop.js';
import { type ProductInput, Products, ProductTable, Stock, type TableCell } from '../index.js';
import { EditNotLatestError } from '../catalog.errors.js';

describe('the table of products', () => {
  let rig: CatalogRig;
  let products: Products;
  let table: ProductTable;
  let shopId: string;

  beforeAll(async () => {
    rig = await catalogRig();
    products = rig.module.get(Products);
    table = rig.module.get(ProductTable);
  }, 60_000);

  afterAll(() => rig.close());

  beforeEach(async () => {
    shopId = await emptyShop(rig);
  });

  const here = <T>(work: () => Promise<T>): Promise<T> => asShop(shopId, work);
  const make = (more: Partial<ProductInput> = {}) =>
    here(() =>
      products.create({ name: 'Puzzle', published: true, variants: [{ priceCents: 3000, onHand: 10 }], ...more }),
    );
  const save = (...cells: TableCell[]) => here(() => table.save(cells));
  const now = async (productId: string) => {
    const { published, variants } = await here(() => products.byId(productId));
    const { priceCents, compareAtCents, onHand } = variants[0]!;
    return [priceCents, compareAtCents, onHand, published];
  };

  it('saves what was changed, and takes it back once', async () => {
    const { productId, variants } = await make({ variants: [{ priceCents: 3000, compareAtCents: 3500, onHand: 10 }] });
    const { variantId } = variants[0]!;
    const saved = await save(
      { field: 'price', variantId, shown: 3000, wanted: 3600 },
      { field: 'stock', variantId, shown: 10, wanted: 4 },
      { field: 'published', productId, shown: true, wanted: false },
    );
    expect(saved).toEqual({ editId: expect.any(String), saved: 3, faults: [] });
    expect(await now(productId)).toEqual([3600, null, 4, false]);
    await here(() => rig.module.get(Stock).setCount(variantId, 3));
    expect(await here(() => table.undo(saved.editId!))).toEqual({ restored: 3, skipped: 0 });
    expect(await now(productId)).toEqual([3000, 3500, 9, true]);
    await expect(here(() => table.undo(saved.editId!))).rejects.toThrow(EditNotLatestError);
    expect(await ledgerFaults(rig)).toEqual([]);
  });

  it('does not put back what was sold meanwhile, and saves the rest', async () => {
    const { productId, variants } = await make();
    const { variantId } = variants[0]!;
    await here(() => rig.module.get(Stock).setCount(variantId, 7));
    const { saved, faults } = await save(
      { field: 'stock', variantId, shown: 10, wanted: 12 },
      { field: 'price', variantId, shown: 3000, wanted: 2900 },
    );
    expect(saved).toBe(1);
    expect(faults).toEqual([
      { field: 'stock', id: variantId, code: 'catalog.cell_sold', details: { count: 7 }, now: 7 },
    ]);
    expect(await now(productId)).toEqual([2900, null, 7, true]);
  });

  it('says cell by cell what cannot be', async () => {
    const priced = await make();
    const free = await make({ name: 'Cadeau', published: false, variants: [{ priceCents: 0 }] });
    const bespoke = await make({ variants: [{ priceCents: 100, stock: 'untracked' }] });
    const single = await make({ variants: [{ priceCents: 100, stock: 'single', onHand: 1 }] });
    const id = (product: typeof priced) => product.variants[0]!.variantId;
    const { saved, faults, editId } = await save(
      { field: 'price', variantId: id(priced), shown: 3000, wanted: 0 },
      { field: 'published', productId: free.productId, shown: false, wanted: true },
      { field: 'stock', variantId: id(bespoke), shown: 0, wanted: 4 },
      { field: 'stock', variantId: id(single), shown: 1, wanted: 2 },
      { field: 'price', variantId: newId(), shown: 1, wanted: 2 },
      { field: 'price', variantId: 'x', shown: 1, wanted: 2 },
    );
    expect([saved, editId]).toEqual([0, null]);
    expect(faults.map(({ code }) => code)).toEqual([
      'catalog.price_missing',
      'catalog.stock_not_counted',
      'catalog.single',
      'catalog.cell_gone',
      'catalog.cell_gone',
      'catalog.price_missing',
    ]);
    const both = await save(
      { field: 'published', productId: free.productId, shown: false, wanted: true },
      { field: 'price', variantId: id(free), shown: 0, wanted: 900 },
    );
    expect(both.saved).toBe(2);
  });

  it('knows nothing of another shop', async () => {
    const { productId, variants } = await make();
    const other = await emptyShop(rig);
    const { variantId } = variants[0]!;
    const mine = await save({ field: 'price', variantId, shown: 3000, wanted: 3100 });
    const foreign = await asShop(other, () => table.save([{ field: 'price', variantId, shown: 3100, wanted: 1 }]));
    expect(foreign.faults.map(({ code }) => code)).toEqual(['catalog.cell_gone']);
    await expect(asShop(other, () => table.undo(mine.editId!))).rejects.toThrow(EditNotLatestError);
    expect((await asShop(other, () => table.page())).total).toBe(0);
    expect(await now(productId)).toEqual([3100, null, 10, true]);
  });

  it('pages through 5,000 products and filters them', async () => {
    await rig.admin.query(
      `with made as (
         insert into product (shop_id, product_id, handle, name, category, published, created_at)
         select $1, gen_random_uuid(), 'p-' || n, 'Article ' || n, case when n % 2 = 0 then 'Pair' end, n % 3 > 0, now() - n * interval '1 second'
         from generate_series(1, 5000) n returning shop_id, product_id, name)
       insert into variant (shop_id, variant_id, product_id, price_cents, sku, on_hand)
       select shop_id, gen_random_uuid(), product_id, 1000, 'SKU ' || name, case when name like '%9' then 0 else 5 end from made`,
      [shopId],
    );
    const started = performance.now();
    const page = await here(() => table.page({ page: 100 }));
    console.log(`page 100 of 5,000 products: ${(performance.now() - started).toFixed(0)} ms`);
    expect([page.total, page.rows.length, page.rows.at(-1)!.name]).toEqual([5000, 50, 'Article 5000']);
    expect((await here(() => table.page({ category: 'Pair', state: 'published' }))).total).toBe(1667);
    expect((await here(() => table.page({ soldOut: true }))).total).toBe(500);
    expect((await here(() => table.page({ query: 'SKU Article 77' }))).rows.map(({ name }) => name)).toEqual([
      'Article 77',
    ]);
    expect(await here(() => table.categories())).toEqual(['Pair']);
  });
});

import { newId, NotFoundError } from '#libs/kernel';
import { asShop } from '#libs/tenancy';
import { catalogRig, type CatalogRig, emptyShop, ledgerFaults } from '../../../../test/support/catalog-shop.js';
import { Products, Stock, StockCounts, StockNotCountedError } from '../index.js';

const EAN = '3017620422003';

describe('counting the shelves', () => {
  let rig: CatalogRig;
  let counts: StockCounts;
  let shopId: string;
  let variantId: string;

  beforeAll(async () => {
    rig = await catalogRig();
    counts = rig.module.get(StockCounts);
  }, 60_000);

  afterAll(() => rig.close());

  beforeEach(async () => {
    shopId = await emptyShop(rig);
    variantId = await shelf({ name: 'Vase bleu', variants: [{ priceCents: 900, onHand: 10, ean: EAN, sku: 'VB-1' }] });
  });

  const here = <T>(work: () => Promise<T>): Promise<T> => asShop(shopId, work);
  const shelf = (input: Parameters<Products['create']>[0]): Promise<string> =>
    here(async () => (await rig.module.get(Products).create(input)).variants[0]!.variantId);
  const onHand = async () => (await here(() => counts.variant(variantId))).onHand;
  const names = async (words: string) => (await here(() => counts.find(words))).map(({ name }) => name);

  it('finds by barcode, by article number and by name', async () => {
    await shelf({ name: 'Vase rouge VB-12', variants: [{ priceCents: 900 }] });
    expect(await names(EAN)).toEqual(['Vase bleu']);
    expect(await names(`0${EAN}`)).toEqual(['Vase bleu']);
    expect(await names('vb-1')).toEqual(['Vase bleu']);
    expect(await names('vase')).toEqual(['Vase bleu', 'Vase rouge VB-12']);
    expect(await names('50 %_')).toEqual([]);
    expect(await names(' ')).toEqual([]);
  });

  it('writes the difference once, keeps what was sold meanwhile, and takes it back', async () => {
    const countId = newId();
    await here(() => rig.module.get(Stock).setCount(variantId, 7));
    const count = { countId, variantId, expected: 10, counted: 9 };
    await here(() => counts.count(count));
    await here(() => counts.count(count));
    expect(await onHand()).toBe(6);
    expect(await here(() => counts.today())).toMatchObject([
      { countId, name: 'Vase bleu', expected: 10, counted: 9, isUndone: false },
    ]);
    await here(() => counts.undo(countId));
    await here(() => counts.undo(countId));
    expect(await onHand()).toBe(7);
    expect(await ledgerFaults(rig)).toEqual([]);
    const { rows } = await rig.admin.query<{ cause: string }>(
      'select distinct cause from stock_movement where shop_id = $1 order by 1',
      [shopId],
    );
    expect(rows.map(({ cause }) => cause)).toEqual(['count', 'initial']);
  });

  it('remembers a count without a difference, and never goes below nothing', async () => {
    await here(() => counts.count({ countId: newId(), variantId, expected: 10, counted: 10 }));
    expect(await onHand()).toBe(10);
    await here(() => rig.module.get(Stock).setCount(variantId, 1));
    await here(() => counts.count({ countId: newId(), variantId, expected: 10, counted: 5 }));
    expect(await onHand()).toBe(0);
    expect(await here(() => counts.today())).toHaveLength(2);
  });

  it('counts nothing of another shop, and nothing that is made to order', async () => {
    const other = await emptyShop(rig);
    const count = { countId: newId(), variantId, expected: 10, counted: 3 };
    await expect(asShop(other, () => counts.count(count))).rejects.toThrow(NotFoundError);
    await here(() => counts.count(count));
    await expect(asShop(other, () => counts.undo(count.countId))).rejects.toThrow(NotFoundError);
    expect(await asShop(other, () => counts.find('vase'))).toEqual([]);
    const made = await shelf({ name: 'Gâteau', variants: [{ priceCents: 900, stock: 'untracked' }] });
    await expect(
      here(() => counts.count({ countId: newId(), variantId: made, expected: 0, counted: 3 })),
    ).rejects.toThrow(StockNotCountedError);
  });
});

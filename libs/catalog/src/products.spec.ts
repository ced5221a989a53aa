import { InvalidInputError, newId, NotFoundError } from '#libs/kernel';
import { asShop } from '#libs/tenancy';
import {
  catalogRig,
  catalogRows,
  type CatalogRig,
  emptyShop,
  ledgerFaults,
  waitingJobs,
} from '../../../test/support/catalog-shop.js';
import { NO_SAFETY, PriceMissingError, ProductArchivedError, type ProductInput, Products, Stock } from './index.js';
import { StockNotCountedError } from './catalog.errors.js';

const NOTHING = { products: 0, variants: 0, photos: 0, movements: 0, jobs: 0 };

describe('products', () => {
  let rig: CatalogRig;
  let products: Products;
  let stock: Stock;
  let shopId: string;

  beforeAll(async () => {
    rig = await catalogRig();
    products = rig.module.get(Products);
    stock = rig.module.get(Stock);
  }, 60_000);

  afterAll(async () => {
    await rig.close();
  });

  beforeEach(async () => {
    shopId = await emptyShop(rig);
  });

  const here = <T>(work: () => Promise<T>): Promise<T> => asShop(shopId, work);
  const roses = (more: Partial<ProductInput> = {}): ProductInput => ({
    name: 'Bouquet de roses',
    published: true,
    variants: [{ priceCents: 2500, onHand: 4 }],
    ...more,
  });
  const create = (more: Partial<ProductInput> = {}) => here(() => products.create(roses(more)));
  const movements = async (): Promise<[number, string][]> => {
    const { rows } = await rig.admin.query(
      'select delta, cause from stock_movement where shop_id = $1 order by at, movement_id',
      [shopId],
    );
    return rows.map(({ delta, cause }) => [delta, cause]);
  };

  it('creates a product with its variant, its first movement and its news', async () => {
    const product = await create({ descriptionHtml: '<p>Douze tiges</p>', category: ' Bouquets ', vatRate: 10 });
    expect(product).toEqual({
      productId: expect.any(String),
      handle: 'bouquet-de-roses',
      name: 'Bouquet de roses',
      descriptionHtml: '<p>Douze tiges</p>',
      brand: null,
      category: 'Bouquets',
      publicCategory: null,
      safety: NO_SAFETY,
      vatRate: 10,
      withdrawalExclusion: null,
      optionNames: [],
      published: true,
      perishable: false,
      leadMinutes: null,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updatedAt: expect.any(String),
      archivedAt: null,
      variants: [
        {
          variantId: expect.any(String),
          options: [],
          photoId: null,
          sku: null,
          ean: null,
          priceCents: 2500,
          compareAtCents: null,
          stock: 'tracked',
          onHand: 4,
          weightGrams: null,
          content: null,
          priorCents: null,
        },
      ],
      photos: [],
    });
    expect(await here(() => products.byHandle('bouquet-de-roses'))).toEqual(product);
    expect(await movements()).toEqual([[4, 'initial']]);
    expect(await waitingJobs(rig, shopId)).toEqual(['product.changed']);
  });

  it('gives equal names different handles, also at the same moment', async () => {
    const made = await Promise.all(Array.from({ length: 6 }, () => create()));
    expect(made.map(({ handle }) => handle).sort()).toEqual([
      'bouquet-de-roses',
      'bouquet-de-roses-2',
      'bouquet-de-roses-3',
      'bouquet-de-roses-4',
      'bouquet-de-roses-5',
      'bouquet-de-roses-6',
    ]);
    expect((await create({ name: '???' })).handle).toBe('produit');
  });

  const refused: [string, Partial<ProductInput>, string, string][] = [
    ['no name', { name: '  ' }, 'name', 'catalog.name'],
    ['a price below zero', { variants: [{ priceCents: -1 }] }, 'variants.0.priceCents', 'catalog.price'],
    ['a price in fractions of a cent', { variants: [{ priceCents: 12.5 }] }, 'variants.0.priceCents', 'catalog.price'],
    ['a price of millions', { variants: [{ priceCents: 100_000_001 }] }, 'variants.0.priceCents', 'catalog.price'],
    ['a rate of VAT that France has not', { vatRate: 7 as 20 }, 'vatRate', 'catalog.vat_rate'],
    ['half a piece', { variants: [{ priceCents: 1, onHand: 0.5 }] }, 'variants.0.onHand', 'catalog.stock'],
    [
      'two of a single piece',
      { variants: [{ priceCents: 1, stock: 'single', onHand: 2 }] },
      'variants.0.onHand',
      'catalog.single',
    ],
    [
      'a price before that is lower',
      { variants: [{ priceCents: 500, compareAtCents: 400 }] },
      'variants.0.compareAtCents',
      'catalog.compare_at',
    ],
    ['a wrong barcode', { variants: [{ priceCents: 1, ean: '3760000000001' }] }, 'variants.0.ean', 'catalog.ean'],
    [
      'two variants that are the same',
      { optionNames: ['Taille'], variants: [1, 2].map((priceCents) => ({ priceCents, options: ['M'] })) },
      'variants.1.options',
      'catalog.options',
    ],
    ['no variant', { variants: [] }, 'variants', 'catalog.options'],
  ];
  it.each(refused)('refuses %s and writes nothing', async (_, more, path, code) => {
    const error = await create(more).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect((error as InvalidInputError).errors).toContainEqual({ path, code });
    expect(await catalogRows(rig, shopId)).toEqual(NOTHING);
  });

  it('does not put on sale what costs nothing', async () => {
    const free = { variants: [{ priceCents: 0 }] };
    await expect(create(free)).rejects.toThrow(PriceMissingError);
    expect(await catalogRows(rig, shopId)).toEqual(NOTHING);
    const draft = await create({ ...free, published: false });
    await expect(here(() => products.update(draft.productId, { published: true }))).rejects.toThrow(PriceMissingError);
    const [variant] = draft.variants;
    const priced = { published: true, variants: [{ variantId: variant!.variantId, priceCents: 900 }] };
    expect(await here(() => products.update(draft.productId, priced))).toMatchObject({
      published: true,
      variants: [{ priceCents: 900 }],
    });
  });

  it('stores no script, whatever the description brings', async () => {
    const { descriptionHtml } = await create({
      descriptionHtml:
        '<h1 onclick=x()>Roses</h1><script>alert(1)</script><p style="position:fixed">Belles<img src=x onerror=alert(1)></p>' +
        '<a href="javascript:alert(1)">ici</a><a href="https://example.fr" target=_blank>là</a><svg><p>x</p></svg><p> </p>',
    });
    expect(descriptionHtml).toBe(
      '<h2>Roses</h2><p>Belles</p><a rel="nofollow noopener">ici</a>' +
        '<a href="https://example.fr" rel="nofollow noopener">là</a>',
    );
  });

  it('changes what is given and keeps the rest, its handle too', async () => {
    const made = await create({ category: 'Bouquets' });
    const [variant] = made.variants;
    const changes = {
      name: 'Grand bouquet',
      variants: [{ variantId: variant!.variantId, priceCents: 3000, compareAtCents: 3500, onHand: 1 }],
    };
    const now = await here(() => products.update(made.productId, changes));
    expect(now).toEqual({
      ...made,
      name: 'Grand bouquet',
      updatedAt: now.updatedAt,
      variants: [{ ...variant, priceCents: 3000, compareAtCents: 3500, onHand: 1, priorCents: 2500 }],
    });
    expect(await movements()).toEqual([
      [4, 'initial'],
      [-3, 'count'],
    ]);
    const above = here(() =>
      products.update(made.productId, { variants: [{ ...changes.variants[0]!, priceCents: 3600 }] }),
    );
    await expect(above).rejects.toThrow(InvalidInputError);
    expect((await here(() => products.byId(made.productId))).variants[0]!.priceCents).toBe(3000);
  });

  it('archives and brings back as it was', async () => {
    const made = await create();
    await here(() => products.archive(made.productId));
    await expect(here(() => products.byHandle(made.handle))).rejects.toThrow(NotFoundError);
    expect((await here(() => products.list())).items).toEqual([]);
    expect((await here(() => products.list({ state: 'archived' }))).total).toBe(1);
    await expect(here(() => products.update(made.productId, { published: true }))).rejects.toThrow(
      ProductArchivedError,
    );
    await here(() => products.restore(made.productId));
    expect((await here(() => products.byHandle(made.handle))).published).toBe(true);
  });

  it('lists by page, state and name', async () => {
    for (const [i, name] of ['Rose', 'Tulipe', 'Rose 100 %', 'Vase'].entries()) {
      await create({ name, published: i !== 3, variants: [{ priceCents: 100 * (i + 1), onHand: i }] });
    }
    const names = async (filter: Parameters<Products['list']>[0]) =>
      (await here(() => products.list(filter))).items.map(({ name }) => name);
    expect(await names({})).toEqual(['Vase', 'Rose 100 %', 'Tulipe', 'Rose']);
    expect(await names({ query: 'rose' })).toEqual(['Rose 100 %', 'Rose']);
    expect(await names({ query: '0 %' })).toEqual(['Rose 100 %']);
    expect(await names({ state: 'draft' })).toEqual(['Vase']);
    expect(await names({ perPage: 3, page: 2 })).toEqual(['Rose']);
    expect(await here(() => products.list({ page: 9 }))).toEqual({ items: [], total: 4, page: 9, perPage: 24 });
    expect((await here(() => products.list({ query: 'tulipe' }))).items).toEqual([
      expect.objectContaining({
        priceFromCents: 200,
        hasSeveralPrices: false,
        onHand: 1,
        isAvailable: true,
        photo: null,
      }),
    ]);
    expect(await here(() => products.counts())).toEqual({ published: 3, draft: 1, archived: 0 });
  });

  it('counts stock with a movement for each difference, and none without', async () => {
    const { variants } = await create();
    const id = variants[0]!.variantId;
    await here(() => stock.setCount(id, 10));
    await here(() => stock.setCount(id, 10));
    await here(() => stock.setCount(id, 0));
    expect(await movements()).toEqual([
      [4, 'initial'],
      [6, 'count'],
      [-10, 'count'],
    ]);
    expect(await waitingJobs(rig, shopId)).toEqual(['product.changed', 'product.changed', 'product.changed']);
    for (const count of [-1, 1.5, Number.NaN, 1_000_001]) {
      await expect(here(() => stock.setCount(id, count))).rejects.toThrow(InvalidInputError);
    }
    const counts = Array.from({ length: 20 }, (_, n) => here(() => stock.setCount(id, n)));
    await Promise.all(counts);
    expect(await ledgerFaults(rig)).toEqual([]);
  });

  it('does not count what is made on order, nor two of a single piece', async () => {
    const bespoke = await create({ variants: [{ priceCents: 900, stock: 'untracked' }] });
    const single = await create({ variants: [{ priceCents: 900, stock: 'single', onHand: 1 }] });
    const count = (product: typeof bespoke, n: number) => here(() => stock.setCount(product.variants[0]!.variantId, n));
    await expect(count(bespoke, 3)).rejects.toThrow(StockNotCountedError);
    await expect(count(single, 2)).rejects.toThrow(InvalidInputError);
    await count(single, 0);
    expect(await movements()).toEqual([
      [1, 'initial'],
      [-1, 'count'],
    ]);
  });

  it('does not find what is of another shop, unknown or no id at all', async () => {
    const { productId, handle, variants } = await create();
    const other = await emptyShop(rig);
    const before = await catalogRows(rig, shopId);
    for (const id of [productId, newId(), 'x', "'; drop table product"]) {
      const there = <T>(work: () => Promise<T>) => expect(asShop(other, work)).rejects.toThrow(NotFoundError);
      await there(() => products.byId(id));
      await there(() => products.update(id, { name: 'À nous' }));
      await there(() => products.archive(id));
      await there(() => products.restore(id));
    }
    await expect(asShop(other, () => products.byHandle(handle))).rejects.toThrow(NotFoundError);
    await expect(asShop(other, () => stock.setCount(variants[0]!.variantId, 1))).rejects.toThrow(NotFoundError);
    const mine = (await asShop(other, () => products.create(roses()))).productId;
    const stolen = { variants: [{ variantId: variants[0]!.variantId, priceCents: 1 }] };
    await expect(asShop(other, () => products.update(mine, stolen))).rejects.toThrow(NotFoundError);
    expect(await catalogRows(rig, shopId)).toEqual(before);
    expect((await asShop(other, () => products.list())).total).toBe(1);
  });

  it('leaves every stock the sum of its movements', async () => {
    expect(await ledgerFaults(rig)).toEqual([]);
  });
});

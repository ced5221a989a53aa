import { asShop } from '#libs/tenancy';
import {
  catalogRig,
  catalogRows,
  type CatalogRig,
  emptyShop,
  ledgerFaults,
  waitingJobs,
} from '../../../test/support/catalog-shop.js';
import { type ImportedProduct, Products, Stock } from './index.js';

const SOURCE = { source: 'shopify' };

const draft = (more: Partial<ImportedProduct> = {}): ImportedProduct => ({
  sourceKey: 'roses',
  name: 'Bouquet de roses',
  descriptionHtml: '<p>Douze tiges</p><script>alert(1)</script>',
  brand: 'Martin',
  categories: ['Fleurs > Bouquets'],
  published: true,
  vatRate: 10,
  optionNames: [],
  variants: [{ sku: 'R-12', options: [], priceCents: 2500, stock: 4 }],
  photos: [],
  ...more,
});

describe('products of a file', () => {
  let rig: CatalogRig;
  let products: Products;
  let shopId: string;

  beforeAll(async () => {
    rig = await catalogRig();
    products = rig.module.get(Products);
  }, 60_000);

  afterAll(async () => {
    await rig.close();
  });

  beforeEach(async () => {
    shopId = await emptyShop(rig);
  });

  const here = <T>(work: () => Promise<T>): Promise<T> => asShop(shopId, work);
  const save = (...drafts: ImportedProduct[]) => here(() => products.saveImported(drafts, SOURCE));
  const outcomes = async (...drafts: ImportedProduct[]) => (await save(...drafts)).map(({ outcome }) => outcome);
  const stored = async (draftOrKey: string) => {
    const { rows } = await rig.admin.query<{ product_id: string }>(
      'select product_id from product where shop_id = $1 and source_key = $2',
      [shopId, draftOrKey],
    );
    return here(() => products.byId(rows[0]!.product_id));
  };

  it('goes in once: the same file again writes nothing at all', async () => {
    const file = Array.from({ length: 250 }, (_, n) => draft({ sourceKey: `p-${n}`, name: `Rose ${n % 50}` }));
    expect(new Set(await outcomes(...file))).toEqual(new Set(['created']));
    const rows = await catalogRows(rig, shopId);
    expect(rows).toEqual({ products: 250, variants: 250, photos: 0, movements: 250, jobs: 1 });
    expect(new Set(await outcomes(...file))).toEqual(new Set(['unchanged']));
    expect(await catalogRows(rig, shopId)).toEqual(rows);
    const edited = file.map((row, n) => (n % 25 === 0 ? { ...row, name: 'Rose changée' } : row));
    const again = await outcomes(...edited);
    expect(again.filter((outcome) => outcome === 'updated')).toHaveLength(10);
    expect(again.filter((outcome) => outcome === 'unchanged')).toHaveLength(240);
    expect(await catalogRows(rig, shopId)).toEqual({ ...rows, jobs: 2 });
  });

  it('keeps what the file has, sanitised', async () => {
    await save(draft());
    expect(await stored('roses')).toMatchObject({
      handle: 'bouquet-de-roses',
      descriptionHtml: '<p>Douze tiges</p>',
      brand: 'Martin',
      category: 'Bouquets',
      vatRate: 10,
      published: true,
      variants: [{ sku: 'R-12', priceCents: 2500, stock: 'tracked', onHand: 4 }],
    });
  });

  it('blanks nothing that the next file does not have, and leaves stock that it does not count', async () => {
    await save(draft());
    const before = await stored('roses');
    const { descriptionHtml: _, brand: __, vatRate: ___, ...bare } = draft();
    const variants = [{ options: [], priceCents: 2900, stock: null }];
    expect(await outcomes({ ...bare, categories: [], variants })).toEqual(['updated']);
    const after = await stored('roses');
    expect(after).toEqual({
      ...before,
      updatedAt: after.updatedAt,
      variants: [{ ...before.variants[0], priceCents: 2900 }],
    });
  });

  it('counts stock that the file counts, as a movement of the import', async () => {
    await save(draft());
    const { variants } = await stored('roses');
    await here(() => rig.module.get(Stock).setCount(variants[0]!.variantId, 1));
    await save(draft({ variants: [{ options: [], priceCents: 2500, stock: 9 }] }));
    const { rows } = await rig.admin.query('select delta, cause from stock_movement where shop_id = $1 order by at', [
      shopId,
    ]);
    expect(rows).toEqual([
      { delta: 4, cause: 'import' },
      { delta: -3, cause: 'count' },
      { delta: 8, cause: 'import' },
    ]);
  });

  it('knows a variant again by its options, else by its SKU', async () => {
    const sizes = (...all: [string, string, number][]) => ({
      optionNames: ['Taille'],
      variants: all.map(([size, sku, priceCents]) => ({ options: [size], sku, priceCents, stock: 2 })),
    });
    await save(draft(sizes(['S', 'R-S', 1000], ['M', 'R-M', 2000])));
    const before = await stored('roses');
    await save(draft(sizes(['L', 'R-L', 3000], ['Moyen', 'R-M', 2100], ['S', 'R-S', 1000])));
    const after = await stored('roses');
    expect(after.variants.map(({ options, priceCents }) => [options[0], priceCents])).toEqual([
      ['L', 3000],
      ['Moyen', 2100],
      ['S', 1000],
    ]);
    expect(after.variants.slice(1).map(({ variantId }) => variantId)).toEqual([
      before.variants[1]!.variantId,
      before.variants[0]!.variantId,
    ]);
    await save(draft());
    expect((await stored('roses')).variants).toEqual([expect.objectContaining({ options: [], priceCents: 2500 })]);
  });

  it('refuses a broken draft alone, and keeps a free one as a draft', async () => {
    const results = await save(
      draft({ sourceKey: 'a', variants: [{ options: [], priceCents: -5, stock: 1 }] }),
      draft({ sourceKey: 'b', variants: [{ options: [], priceCents: 0, stock: 1 }] }),
      draft({ sourceKey: 'c' }),
    );
    expect(results).toEqual([
      {
        productId: null,
        outcome: 'refused',
        reason: { code: 'catalog.price', details: { field: 'variants.0.priceCents' } },
      },
      { productId: expect.any(String), outcome: 'created' },
      { productId: expect.any(String), outcome: 'created' },
    ]);
    expect((await stored('b')).published).toBe(false);
    expect(await here(() => products.counts())).toEqual({ published: 1, draft: 1, archived: 0 });
  });

  it('writes a key that comes twice once, as it comes last', async () => {
    expect(await outcomes(draft(), draft({ name: 'Roses' }), draft({ name: 'Roses' }))).toEqual([
      'created',
      'updated',
      'unchanged',
    ]);
    expect((await stored('roses')).name).toBe('Roses');
    expect((await catalogRows(rig, shopId)).products).toBe(1);
  });

  it('goes in once when two programs send it at the same moment, and again elsewhere', async () => {
    const files = await Promise.all([1, 2, 3].map(() => outcomes(draft(), draft({ sourceKey: 'vase', name: 'Vase' }))));
    expect(files.flat().sort()).toEqual(['created', 'created', 'unchanged', 'unchanged', 'unchanged', 'unchanged']);
    const other = await emptyShop(rig);
    const there = await asShop(other, () => products.saveImported([draft()], SOURCE));
    expect(there[0]!.outcome).toBe('created');
    expect((await catalogRows(rig, shopId)).products).toBe(2);
  });

  it('queues each photo once, drops those the file no longer names', async () => {
    const photo = (n: number) => ({ url: `https://photos.example.fr/${n}.jpg`, alt: `Vue ${n}`, position: n });
    await save(draft({ photos: [photo(1), photo(2), photo(2)] }));
    const before = await stored('roses');
    expect(before.photos.map(({ alt, state }) => [alt, state])).toEqual([
      ['Vue 1', 'waiting'],
      ['Vue 2', 'waiting'],
    ]);
    expect(await waitingJobs(rig, shopId)).toEqual(['catalog.photo', 'catalog.photo', 'product.changed']);
    await save(draft({ photos: [photo(3), { ...photo(1), position: 4 }] }));
    const after = await stored('roses');
    expect(after.photos.map(({ alt }) => alt)).toEqual(['Vue 3', 'Vue 1']);
    expect(after.photos[1]!.photoId).toBe(before.photos[0]!.photoId);
    expect(await waitingJobs(rig, shopId)).toEqual([
      'catalog.photo',
      'catalog.photo',
      'product.changed',
      'catalog.photo',
      'catalog.photo_files',
      'product.changed',
    ]);
    await save(draft({ name: 'Roses', photos: [] }));
    expect((await stored('roses')).photos).toHaveLength(2);
  });

  it('keeps the photo that a file names for a variant, one that came with the variant or later', async () => {
    const url = (colour: string): string => `https://photos.example.fr/${colour}.jpg`;
    const roses = (...colours: string[]): ImportedProduct =>
      draft({
        optionNames: ['Couleur'],
        photos: colours.map((colour, i) => ({ url: url(colour), alt: colour, position: i + 1 })),
        variants: ['rouge', 'jaune', 'blanc'].map((colour) => ({
          options: [colour],
          priceCents: 2500,
          stock: 1,
          ...(colour !== 'blanc' && { imageUrl: url(colour) }),
        })),
      });
    const shown = async () => {
      const { variants, photos } = await stored('roses');
      return variants.map(({ photoId }) => photos.find((photo) => photo.photoId === photoId)?.alt ?? null);
    };
    await save(roses('face', 'jaune'));
    expect(await shown()).toEqual([null, 'jaune', null]);
    expect(await outcomes(roses('face', 'jaune'))).toEqual(['unchanged']);
    await save(roses('jaune', 'rouge'));
    expect(await shown()).toEqual(['rouge', 'jaune', null]);
    await save(roses('rouge'));
    expect(await shown()).toEqual(['rouge', null, null]);
  });

  it('leaves every stock the sum of its movements', async () => {
    expect(await ledgerFaults(rig)).toEqual([]);
  });
});

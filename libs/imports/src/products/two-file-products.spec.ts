import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countsOf, importShop, type ImportShop } from '../../../../test/support/import-shop.js';

const PRODUCTS = 'test/fixtures/imports/prestashop-produits.csv';
const COMBINATIONS = 'test/fixtures/imports/prestashop-declinaisons.csv';
const VAT = { vatRate: 20 };
const CORPUS = process.env['CORPUS_DIR'];

describe('products of two files', () => {
  let shop: ImportShop;

  beforeAll(async () => {
    shop = await importShop();
  }, 60_000);

  afterAll(async () => {
    await shop.close();
  });

  beforeEach(async () => {
    await shop.next();
  });

  const lines = (file: string): string[] => readFileSync(file, 'utf8').trimEnd().split('\n');
  const variants = (key: string) =>
    shop.rows(
      `select v.options, v.sku, v.price_cents as price, v.compare_at_cents as was, v.on_hand as stock, v.weight_grams as grams
       from variant v join product p using (shop_id, product_id) where p.source_key = '${key}' order by v.position`,
    );

  it('need a rate for the first, and go in with the tax to the cent', async () => {
    const refused = await shop.take(PRODUCTS);
    expect(countsOf(refused)).toEqual([14, 0, 0, 0, 14]);
    expect(refused.tally['imports.vat_missing']).toBe(8);
    expect(countsOf(await shop.take(PRODUCTS, VAT))).toEqual([14, 8, 0, 0, 6]);
    expect(await variants('id:12')).toEqual([
      { options: [], sku: 'SAV-1', price: 499, was: null, stock: 40, grams: 100 },
    ]);
    expect(await variants('id:14')).toEqual([{ options: [], sku: 'BOU', price: 799, was: 999, stock: 0, grams: null }]);
    const [soap] = await shop.rows(`select description_html as html from product where source_key = 'id:12'`);
    expect(soap).toEqual({ html: '<p>Au lait d’ânesse</p>\n<p>Savon de <strong>100 g</strong></p>' });
  });

  it('are put together, and neither file changes anything a second time', async () => {
    await shop.take(PRODUCTS, VAT);
    const checked = await shop.take(COMBINATIONS, {}, true);
    expect(await shop.rows('select count(*)::int as n from variant')).toEqual([{ n: 8 }]);
    const first = await shop.take(COMBINATIONS);
    expect(countsOf(first)).toEqual([9, 0, 3, 0, 6]);
    expect(countsOf(checked)).toEqual(countsOf(first));
    expect(first.tally).toMatchObject({ 'imports.combinations_without_product': 1, 'imports.ean_invalid': 1 });
    expect(await variants('id:13')).toEqual([
      { options: ['S', 'Bleu nuit'], sku: 'ECH-S-B', price: 3000, was: null, stock: 3, grams: 200 },
      { options: ['M', 'Bleu nuit'], sku: 'ECH-M-B', price: 3500, was: null, stock: 2, grams: 250 },
      { options: ['L', 'Rouge, vif'], sku: 'ECH-L-R', price: 2400, was: null, stock: 0, grams: 200 },
    ]);
    expect(await variants('id:16')).toEqual([
      { options: ['1,5 m'], sku: 'TAP-1', price: 9000, was: null, stock: 1, grams: 2000 },
      { options: ['2 m'], sku: 'TAP-2', price: 12000, was: null, stock: 0, grams: 3000 },
    ]);
    expect((await variants('id:12')).map(({ price }) => price)).toEqual([499, 599]);
    expect(await shop.rows(`select published from product where source_key = 'id:16'`)).toEqual([{ published: true }]);
    expect(countsOf(await shop.take(COMBINATIONS))).toEqual([9, 0, 0, 3, 6]);
    expect(countsOf(await shop.take(PRODUCTS, VAT))).toEqual([14, 0, 0, 8, 6]);
  });

  it('follow a change in either, and keep what the other said', async () => {
    await shop.take(PRODUCTS, VAT);
    await shop.take(COMBINATIONS);
    const dearer = lines(PRODUCTS).map((line) => line.replace('Mode/Écharpes;25;', 'Mode/Écharpes;30;'));
    expect(countsOf(await shop.take(dearer, VAT))).toEqual([14, 0, 1, 7, 6]);
    expect((await variants('id:13')).map(({ price, stock }) => [price, stock])).toEqual([
      [3600, 3],
      [4100, 2],
      [3000, 0],
    ]);
    const less = lines(COMBINATIONS)
      .slice(0, 2)
      .map((line) => line.replace(';0;;3;', ';1.5;;8;'));
    expect(countsOf(await shop.take(less))).toEqual([1, 0, 1, 0, 0]);
    expect((await variants('id:13')).map(({ price, stock }) => [price, stock])).toEqual([
      [3780, 8],
      [4100, 2],
      [3000, 0],
    ]);
  });

  it('refuse combinations before their product, and when it was deleted', async () => {
    const early = await shop.take(COMBINATIONS);
    expect(countsOf(early)).toEqual([9, 0, 0, 0, 9]);
    expect(early.tally['imports.combinations_without_product']).toBe(4);
    await shop.take(PRODUCTS, VAT);
    await shop.take(COMBINATIONS);
    await shop.write(`delete from product where source_key = 'id:13'`);
    expect(countsOf(await shop.take(COMBINATIONS))).toEqual([9, 0, 0, 2, 7]);
    expect(await shop.rows(`select 1 from product where source_key = 'id:13'`)).toEqual([]);
  });

  if (!CORPUS) console.log('skipped: CORPUS_DIR not set');
  (CORPUS ? describe : describe.skip)('of others', () => {
    it('of PrestaShop and thirty bees go together', async () => {
      const file = (name: string): string => join(CORPUS ?? '', 'catalogues/prestashop', name);
      expect(countsOf(await shop.take(file('ps17_products_import.csv'), VAT))).toEqual([7, 7, 0, 0, 0]);
      expect(countsOf(await shop.take(file('thirtybees_combinations_import.csv')))).toEqual([5, 0, 4, 0, 1]);
      const [nano] = await variants('id:1');
      expect(nano).toEqual({
        options: ['Blue', '16GB'],
        sku: 'RP-Nano-Blue-16GB',
        price: 16800,
        was: null,
        stock: 10,
        grams: 68,
      });
      expect(await shop.rows('select count(*)::int as n from variant')).toEqual([{ n: 29 }]);
      expect(countsOf(await shop.take(file('thirtybees_combinations_import.csv')))).toEqual([5, 0, 0, 4, 1]);
      expect(countsOf(await shop.take(file('ps17_products_import.csv'), VAT))).toEqual([7, 0, 0, 7, 0]);
    });
  });
});

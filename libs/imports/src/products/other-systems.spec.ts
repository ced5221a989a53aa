import { join } from 'node:path';
import { countsOf, importShop, type ImportShop } from '../../../../test/support/import-shop.js';

const CORPUS = process.env['CORPUS_DIR'];

describe('files of other systems', () => {
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

  it.each([
    ['magento', [15, 4, 0, 0, 11], [15, 0, 0, 4, 11], 6],
    ['wix', [12, 3, 0, 0, 9], [12, 0, 0, 3, 9], 6],
    ['square', [13, 5, 0, 0, 8], [13, 0, 0, 5, 8], 7],
    ['woocommerce-fr', [13, 4, 0, 0, 9], [13, 0, 0, 4, 9], 5],
  ])('%s: the good rows go in once, a second time nothing changes', async (name, first, second, variants) => {
    const file = `test/fixtures/imports/${name}.csv`;
    const checked = await shop.take(file, {}, true);
    expect([countsOf(checked), await shop.rows('select 1 from product')]).toEqual([first, []]);
    const done = await shop.take(file);
    expect([done.state, countsOf(done), done.rowsDone]).toEqual(['done', first, done.fileRows]);
    expect(await shop.rows('select count(*)::int as n from variant')).toEqual([{ n: variants }]);
    expect(countsOf(await shop.take(file))).toEqual(second);
  });

  it('a Magento product keeps its children’s prices, its rate and its sanitised text', async () => {
    await shop.take('test/fixtures/imports/magento.csv');
    expect(
      await shop.rows(
        `select p.name, p.brand, p.category, p.vat_rate::float8 as rate, p.description_html as html, v.options, v.price_cents as price,
           v.compare_at_cents as was, v.on_hand as stock
         from product p join variant v using (shop_id, product_id) where p.source_key = 'ROBE' order by v.position limit 1`,
      ),
    ).toEqual([
      {
        name: 'Robe d’été',
        brand: 'Atelier du Cher',
        category: 'Robes',
        rate: 20,
        html: 'Light\n<p>Lin</p>',
        options: ['S', 'Bleu'],
        price: 5900,
        was: null,
        stock: 4,
      },
    ]);
  });

  if (!CORPUS) console.log('skipped: CORPUS_DIR not set');
  (CORPUS ? describe : describe.skip)('of others', () => {
    it('a Magento list goes in once', async () => {
      const file = join(CORPUS ?? '', 'catalogues/magento/products_gear_bags.csv');
      expect(countsOf(await shop.take(file))).toEqual([14, 14, 0, 0, 0]);
      expect(countsOf(await shop.take(file))).toEqual([14, 0, 0, 14, 0]);
    });
  });
});

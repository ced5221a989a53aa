import { join } from 'node:path';
import { readDrafts } from '../../../../../test/support/read-drafts.js';
import { detectProductFormat } from '../index.js';

const FILE = 'test/fixtures/imports/magento.csv';
const CORPUS = process.env['CORPUS_DIR'];

describe('Magento 2', () => {
  it('makes one product of a configurable one and its children, in French where a store view has it', async () => {
    const { format, products } = await readDrafts(FILE);
    expect(format).toBe('magento');
    expect(products.map(({ sourceKey, published, vatRate }) => [sourceKey, published, vatRate])).toEqual([
      ['ROBE', true, 20],
      ['MIEL', true, 5.5],
      ['CIRE', false, undefined],
      ['SOLO', false, undefined],
    ]);
    const { notes: _, ...dress } = products[0] ?? { notes: [] };
    expect(dress).toEqual({
      kind: 'product',
      line: 6,
      lines: [2, 3, 4, 6, 7, 8],
      sourceKey: 'ROBE',
      name: 'Robe d’été',
      handle: 'robe-ete',
      descriptionHtml: 'Light\n<p>Lin</p>',
      brand: 'Atelier du Cher',
      categories: ['Mode > Robes', 'Nouveautés'],
      tags: [],
      published: true,
      vatRate: 20,
      priceIncludesTax: true,
      optionNames: ['Taille', 'Couleur'],
      variants: [
        {
          line: 2,
          options: ['S', 'Bleu'],
          priceCents: 5900,
          stock: 4,
          sku: 'ROBE-S-Bleu',
          ean: '3560070278831',
          weightGrams: 400,
        },
        { line: 3, options: ['M', 'Bleu'], priceCents: 4500, compareAtCents: 5900, stock: 7, sku: 'ROBE-M-Bleu' },
        { line: 4, options: ['M', 'Rouge, vif'], priceCents: 6200, stock: 0, sku: 'ROBE-M-Rouge' },
      ],
      photos: [{ url: 'https://photos.exemple.test/robe.jpg', position: 1 }],
    });
    expect(products[1]).toMatchObject({ categories: ['Épicerie/fine > Miels'] });
    expect(products.slice(1).map(({ variants: [one] }) => [one?.priceCents, one?.stock])).toEqual([
      [950, 12],
      [1200, null],
      [900, 1],
    ]);
  });

  it('says of each row that stays out why, and what was left out', async () => {
    const { refused, notes } = await readDrafts(FILE);
    expect(refused).toEqual([
      [13, 'duplicate_key'],
      [14, 'sku_missing'],
      [16, 'bundle_product'],
      [17, 'store_view_alone'],
      [18, 'grouped_product'],
      [19, 'virtual_product'],
      [20, 'unknown_type'],
      [5, 'variation_disabled'],
      [11, 'stock_invalid'],
      [12, 'currency_not_euro'],
      [21, 'no_variant_left'],
    ]);
    expect(notes).toEqual([
      [8, 'store_view_left_out'],
      [6, 'child_missing'],
      [6, 'photos_are_paths'],
      [6, 'attributes_left_out'],
      [4, 'said_sold_out'],
      [4, 'ean_invalid'],
      [9, 'custom_options_left_out'],
      [9, 'sale_not_current'],
      [10, 'not_active'],
      [15, 'hidden'],
    ]);
  });

  it('needs a SKU, a type and a set of attributes to be known', () => {
    const header = ['sku', 'attribute_set_code', 'product_type', 'name', 'price', 'qty'];
    expect(detectProductFormat(header).id).toBe('magento');
    expect(detectProductFormat(header.map((title) => ` ${title.toUpperCase()} `)).id).toBe('magento');
  });

  it('finds children behind their product, and lets the older half go when its hold is full', async () => {
    const simple = (n: number): string => `S${n},Default,simple,Perle ${n},1,,`;
    const rows = Array.from({ length: 20_100 }, (_, i) => simple(i));
    const { products, notes } = await readDrafts([
      'sku,attribute_set_code,product_type,name,price,configurable_variations,visibility',
      'EARLY,Default,configurable,Collier,,"sku=S0,taille=S|sku=LATE,taille=L",',
      ...rows,
      'LATE,Default,simple,Perle tardive,1,,Not Visible Individually',
      'LAST,Default,configurable,Bracelet,,"sku=S20099,taille=S|sku=S12000,taille=M",',
    ]);
    const sizes = (key: string) =>
      products.find(({ sourceKey }) => sourceKey === key)?.variants.map((v) => v.options[0]);
    expect([sizes('EARLY'), sizes('LAST')]).toEqual([['S'], ['S', 'M']]);
    expect(products.find(({ sourceKey }) => sourceKey === 'LATE')?.published).toBe(false);
    expect(products).toHaveLength(20_100);
    expect(notes).toEqual([
      [2, 'child_missing'],
      [20_103, 'hidden'],
    ]);
  });
});

describe('a list of products for Magento', () => {
  it('comes in every size and colour that it gives one a line', async () => {
    const { products, refused } = await readDrafts([
      'category,name,sku,price,size,description,color,bundle_options,attribute_set',
      '"Mode\nHauts",Pull,P1,52.00,"S\nM","<p>Laine</p>","Gris\nNoir",,Top',
      'Lots,Lot,L1,,,,,"Pull|radio:P1",Lot',
    ]);
    expect(products[0]).toMatchObject({ optionNames: ['size', 'color'], categories: ['Mode > Hauts'] });
    expect(products[0]?.variants.map(({ options, sku, stock }) => [options.join(' '), sku, stock])).toEqual([
      ['S Gris', 'P1-S-Gris', null],
      ['S Noir', 'P1-S-Noir', null],
      ['M Gris', 'P1-M-Gris', null],
      ['M Noir', 'P1-M-Noir', null],
    ]);
    expect(refused).toEqual([[6, 'bundle_product']]);
  });
});

if (!CORPUS) console.log('skipped: CORPUS_DIR not set');
(CORPUS ? describe : describe.skip)('real files of Magento', () => {
  it('a list of 14 bags, cells over several lines', async () => {
    const file = join(CORPUS ?? '', 'catalogues/magento/products_gear_bags.csv');
    const { format, products, refused, notes } = await readDrafts(file);
    expect([format, refused, notes]).toEqual(['magento', [], []]);
    expect(products.map(({ sourceKey, variants: [one] }) => [sourceKey, one?.priceCents, one?.compareAtCents])).toEqual(
      [
        ['24-MB01', 3400, undefined],
        ['24-MB04', 3200, undefined],
        ['24-MB03', 3800, undefined],
        ['24-MB05', 4500, undefined],
        ['24-MB06', 4500, undefined],
        ['24-MB02', 5900, undefined],
        ['24-UB02', 7400, undefined],
        ['24-WB01', 3200, undefined],
        ['24-WB02', 3200, undefined],
        ['24-WB05', 2400, 3200],
        ['24-WB06', 3300, undefined],
        ['24-WB03', 3600, undefined],
        ['24-WB07', 4500, undefined],
        ['24-WB04', 4500, undefined],
      ],
    );
    expect(new Set(products.map(({ variants: [one] }) => one?.stock))).toEqual(new Set([100]));
    expect(new Set(products.map(({ categories }) => categories[0]))).toEqual(new Set(['Gear > Bags']));
  });
});

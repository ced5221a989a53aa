import { join } from 'node:path';
import { readDrafts } from '../../../../../test/support/read-drafts.js';
import { detectProductFormat } from '../index.js';

const PRODUCTS = 'test/fixtures/imports/prestashop-produits.csv';
const COMBINATIONS = 'test/fixtures/imports/prestashop-declinaisons.csv';
const CORPUS = process.env['CORPUS_DIR'];

describe('the products of PrestaShop', () => {
  it('are priced without tax, to the fraction of a cent', async () => {
    const { format, products } = await readDrafts(PRODUCTS, { vatRate: 20 });
    expect(format).toBe('prestashop');
    expect(
      products.map(({ sourceKey, published, variants }) => [sourceKey, published, variants[0]?.priceCents]),
    ).toEqual([
      ['id:12', true, 415.8333],
      ['id:13', true, 2500],
      ['id:14', true, 665.8333],
      ['id:15', false, 3000],
      ['id:16', false, 0],
      ['id:17', false, 1200],
      ['id:18', false, 1200],
      ['sans-identifiant', true, 500],
    ]);
    const { notes: _, ...soap } = products[0] ?? { notes: [] };
    expect(soap).toEqual({
      kind: 'product',
      line: 2,
      lines: [2],
      sourceKey: 'id:12',
      name: 'Savon de Loire',
      handle: 'savon-de-loire',
      descriptionHtml: '<p>Au lait d’ânesse</p>\n<p>Savon de <b>100 g</b></p><script>x()</script>',
      brand: 'L’Atelier',
      categories: ['Savons'],
      tags: ['savon', 'lait'],
      published: true,
      vatRate: 20,
      taxRule: '1',
      priceIncludesTax: false,
      optionNames: [],
      base: { priceCents: 415.8333, isShown: true, grams: 100 },
      variants: [
        {
          line: 2,
          options: [],
          priceCents: 415.8333,
          stock: 40,
          sku: 'SAV-1',
          ean: '3560070278831',
          weightGrams: 100,
        },
      ],
      photos: [
        { url: 'https://photos.exemple.test/savon-1.jpg', alt: 'De face', position: 1 },
        { url: 'https://photos.exemple.test/savon-2.jpg', alt: 'De dos', position: 2 },
      ],
    });
    expect(products[1]).toMatchObject({ categories: ['Mode > Écharpes'] });
    expect(products[2]?.variants[0]).toMatchObject({ compareAtCents: 832.5, ean: '036000291452', stock: 0 });
  });

  it('have the rate of their tax rule once it was told, else the file’s', async () => {
    const rows = [
      'ID;Actif (0/1);Nom *;Prix HT;ID règle de taxes;En solde (0/1)',
      '1;1;A;10;1;0',
      '2;1;B;10;3;0',
      '3;1;C;10;0;0',
    ];
    const { products, notes } = await readDrafts(rows, { vatRate: 20, vatRules: { 3: 5.5, 0: 0 } });
    expect(products.map(({ vatRate, taxRule }) => [vatRate, taxRule])).toEqual([
      [20, '1'],
      [5.5, '3'],
      [0, '0'],
    ]);
    expect(notes).toEqual([[2, 'tax_rule_ignored']]);
  });

  it('say of each row that stays out why, and what was left out', async () => {
    const { refused, notes } = await readDrafts(PRODUCTS, { vatRate: 20 });
    expect(refused).toEqual([
      [9, 'virtual_product'],
      [10, 'title_missing'],
      [11, 'currency_not_euro'],
      [12, 'price_invalid'],
      [13, 'stock_invalid'],
      [14, 'duplicate_key'],
    ]);
    expect(notes).toEqual([
      [2, 'tax_rule_ignored'],
      [2, 'attributes_left_out'],
      [3, 'sale_not_current'],
      [3, 'ean_invalid'],
      [4, 'tax_rule_ignored'],
      [4, 'minimum_quantity_left_out'],
      [4, 'ecotax_left_out'],
      [4, 'backorder_left_out'],
      [5, 'not_active'],
      [5, 'category_ids_left_out'],
      [5, 'photo_not_a_link'],
      [6, 'price_zero'],
      [7, 'hidden'],
      [8, 'not_orderable'],
    ]);
  });

  it('come from the list of the back office with both prices, which tell the rate', async () => {
    const { format, products } = await readDrafts([
      'ID;Image;Nom;Référence;Catégorie;Prix de base;Prix final;Quantité;État',
      '7;https://photos.exemple.test/7.jpg;Miel;MI;Épicerie;4,739336;5,00;12;1',
      '8;;Vase;VA;Maison;20,00;23,17;1;0',
    ]);
    expect(format).toBe('prestashop');
    expect(
      products.map(({ vatRate, priceIncludesTax, published, variants }) => [
        vatRate,
        priceIncludesTax,
        published,
        variants[0]?.priceCents,
      ]),
    ).toEqual([
      [5.5, true, true, 500],
      [undefined, true, false, 2317],
    ]);
  });

  it.each([
    [
      '1.4',
      'id;Active (0/1);Name*;Categories (x,y,z,...);Price tax excl.;Tax rules id;Wholesale price;On sale (0/1);Discount amount;Discount percent;Reference #;Quantity;Short description;URL rewritten',
    ],
    [
      '1.5',
      'id;Active (0/1);Name*;Price tax excl. Or Price tax excl;Tax rules id;Wholesale price;On sale (0/1);Reference #;Quantity',
    ],
    [
      'thirty bees',
      'Product ID;Active (0/1);Name *;Price tax excluded or Price tax included;Tax rules ID;Wholesale price;On sale (0/1);Reference #;Quantity',
    ],
    [
      'French titles, padded and in capitals',
      ' ID PRODUIT ;ACTIF (0/1);NOM *;PRIX HT;ID RÈGLE DE TAXES;PRIX DE GROS;EN SOLDE (0/1);RÉFÉRENCE;QUANTITÉ',
    ],
  ])('are known by their columns: %s', async (_, header) => {
    const titles = header.split(';');
    const cells = titles.map((title) => {
      if (/^\s*(product )?id( produit)?\s*$/i.test(title)) return '5';
      if (/^(name|nom)/i.test(title)) return 'Pot';
      return /^pri(x ht|ce)/i.test(title) ? '10.00' : '';
    });
    const { format, products } = await readDrafts([header, cells.join(';')], { vatRate: 20 });
    expect(format).toBe('prestashop');
    expect(products[0]).toMatchObject({ sourceKey: 'id:5', name: 'Pot', priceIncludesTax: false, vatRate: 20 });
  });
});

describe('the combinations of PrestaShop', () => {
  it('name their product by identifier or reference, with what they add to its price', async () => {
    const { format, combinations } = await readDrafts(COMBINATIONS);
    expect(format).toBe('prestashop-combinations');
    expect(
      combinations.map(({ productKey, reference, optionNames, lines }) => [productKey, reference, optionNames, lines]),
    ).toEqual([
      ['id:13', undefined, ['Taille', 'Couleur'], [2, 3, 4]],
      ['id:16', undefined, ['Format'], [9, 10]],
      [undefined, 'SAV-1', ['Parfum'], [11, 12]],
      ['id:99', undefined, ['Taille'], [13]],
    ]);
    expect(combinations[0]?.combinations).toEqual([
      {
        line: 2,
        options: ['S', 'Bleu nuit'],
        impactCents: 0,
        impactGrams: 0,
        stock: 3,
        sku: 'ECH-S-B',
        ean: '3560070278831',
        imageUrl: 'https://photos.exemple.test/echarpe-bleue.jpg',
      },
      { line: 3, options: ['M', 'Bleu nuit'], impactCents: 416.6667, impactGrams: 50, stock: 2, sku: 'ECH-M-B' },
      { line: 4, options: ['L', 'Rouge, vif'], impactCents: -500, impactGrams: 0, stock: 0, sku: 'ECH-L-R' },
    ]);
    expect(combinations[1]?.combinations.map(({ options, stock }) => [options[0], stock])).toEqual([
      ['1,5 m', 1],
      ['2 m', null],
    ]);
  });

  it('say of each row that stays out why', async () => {
    const { refused, notes } = await readDrafts(COMBINATIONS);
    expect(refused).toEqual([
      [5, 'duplicate_variant'],
      [6, 'combination_unreadable'],
      [7, 'stock_invalid'],
      [8, 'currency_not_euro'],
      [14, 'combination_of_nothing'],
    ]);
    expect(notes).toEqual([
      [3, 'minimum_quantity_left_out'],
      [3, 'ean_invalid'],
    ]);
  });

  it('are read in the shape of 1.4, and one that lacks an option of the others says so', async () => {
    const { combinations } = await readDrafts([
      'Product ID*;Options (Group:Value)*;Reference;EAN13;Price;Quantity;Weight;Default',
      '4;"Couleur:Bleu, Taille:M";R1;;41;50;0.2;1',
      '4;Couleur:Rose;R2;;;;;',
    ]);
    expect(combinations[0]?.optionNames).toEqual(['Couleur', 'Taille']);
    expect(combinations[0]?.combinations.map((one) => [one.options, one.impactCents, one.impactGrams])).toEqual([
      [['Bleu', 'M'], 4100, 200],
      [['Rose', '—'], 0, 0],
    ]);
  });
});

if (!CORPUS) console.log('skipped: CORPUS_DIR not set');
(CORPUS ? describe : describe.skip)('real files of PrestaShop and thirty bees', () => {
  const file = (name: string): string => join(CORPUS ?? '', 'catalogues/prestashop', name);

  it('products: every EAN is wrong and said so, no discount of 2018 runs any more', async () => {
    const { format, products, refused, notes } = await readDrafts(file('ps17_products_import.csv'), { vatRate: 20 });
    expect([format, refused]).toEqual(['prestashop', []]);
    expect(products.map(({ variants }) => variants[0]?.priceCents)).toEqual([
      10000, 6000, 150000, 115000, 24000, 2500, 12500,
    ]);
    expect(products.map(({ variants }) => variants[0]?.stock)).toEqual([160, 120, 400, 75, 120, 25, 15]);
    expect(products.map(({ variants }) => variants[0]?.weightGrams)).toEqual([68, 28, 2977, 4454, 194, 39, 41]);
    expect(products.map(({ published }) => published)).toEqual([true, true, true, true, false, true, true]);
    expect(products.flatMap(({ photos }) => photos)).toHaveLength(8);
    expect(products.flatMap(({ variants }) => variants.flatMap(({ ean }) => ean ?? []))).toEqual([]);
    const count = (code: string): number => notes.filter(([, found]) => found === code).length;
    expect(
      ['ean_invalid', 'sale_not_current', 'tax_rule_ignored', 'ecotax_left_out', 'hidden'].map((code) => count(code)),
    ).toEqual([7, 2, 2, 5, 1]);
    expect(notes).toHaveLength(17);
  });

  it('combinations: 26 of four products, and one twice', async () => {
    const { format, combinations, refused, notes } = await readDrafts(file('thirtybees_combinations_import.csv'));
    expect([format, refused]).toEqual(['prestashop-combinations', [[25, 'duplicate_variant']]]);
    expect(
      combinations.map(({ productKey, optionNames, combinations: all }) => [productKey, optionNames, all.length]),
    ).toEqual([
      ['id:1', ['Color', 'Disk space'], 16],
      ['id:2', ['Color'], 4],
      ['id:3', ['Color', 'Disk space', 'ICU'], 3],
      ['id:5', ['Disk space'], 3],
    ]);
    expect(combinations[2]?.combinations.map(({ options, impactCents }) => [options.join(' / '), impactCents])).toEqual(
      [
        ['Metal / 80GB Parallel ATA Drive @ 4200 rpm / 1.60GHz Intel Core 2 Duo', 75000],
        ['Metal / 80GB Parallel ATA Drive @ 4200 rpm / 1.80GHz Intel Core 2 Duo', 0],
        ['Metal / Optional 64GB solid-state drive / 1.60GHz Intel Core 2 Duo', 22500],
      ],
    );
    expect(notes.filter(([, code]) => code === 'ean_invalid')).toHaveLength(19);
    expect(notes.filter(([, code]) => code !== 'ean_invalid')).toEqual(
      [22, 23, 24, 26, 27, 28].map((line) => [line, 'ean_repeated']),
    );
    expect(combinations.slice(1).flatMap((one) => one.combinations.flatMap(({ ean }) => ean ?? []))).toEqual([]);
    expect(combinations[0]?.combinations.flatMap(({ ean }) => ean ?? [])).toEqual(['0000080446392', '779589194980']);
  });
});

it('the titles of PrestaShop are nobody else’s', () => {
  expect(() => detectProductFormat(['Name', 'Price', 'Quantity', 'Reference'])).toThrow(
    expect.objectContaining({ code: 'imports.unknown_format' }),
  );
});

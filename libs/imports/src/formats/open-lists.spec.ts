import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { openProductFile } from '../sources/product-source.js';
import { detectProductFormat, findProductHeader, type ProductDraft } from './index.js';

const FIXTURES = 'test/fixtures/imports';
const CORPUS = process.env['CORPUS_DIR'];

async function read(file: string) {
  const table = await openProductFile(createReadStream(file), findProductHeader);
  const format = detectProductFormat(table.header);
  const products: ProductDraft[] = [];
  const refused: [number, string][] = [];
  for await (const outcome of format.read(table.header, table.rows)) {
    if (outcome.kind === 'product') products.push(outcome);
    else if (outcome.kind === 'refusal') refused.push([outcome.line, outcome.code.replace('imports.', '')]);
  }
  const notes = products.flatMap((p) => p.notes.map(({ line, code }) => [line, code.replace('imports.', '')]));
  const variants = products.flatMap((product) => product.variants);
  return { format: format.id, products, variants, refused, notes };
}

describe('Open Food Network', () => {
  it('makes one product of the units that a producer sells it in', async () => {
    const { format, products } = await read(`${FIXTURES}/open-food-network.csv`);
    expect(format).toBe('open-food-network');
    expect(products.map(({ name, brand, published, vatRate }) => [name, brand, published, vatRate])).toEqual([
      ['Tomates anciennes', 'Ferme des Tilleuls', true, 5.5],
      ['Lait cru', 'Ferme des Tilleuls', true, undefined],
      ['Radis', 'La Bergerie', true, undefined],
      ['Tomates anciennes', 'La Bergerie', false, undefined],
      ['Fromage frais', 'La Bergerie', false, undefined],
    ]);
    const shown = products.flatMap(({ variants }) =>
      variants.map(({ sku, options, priceCents, stock, weightGrams }) => [
        sku,
        options[0],
        priceCents,
        stock,
        weightGrams,
      ]),
    );
    expect(shown).toEqual([
      ['TOM-500', '500\u00a0g', 240, 30, 500],
      ['TOM-2', 'Cagette (2\u00a0kg)', 850, 4, 2000],
      ['LAIT-1', '1\u00a0L', 130, null, undefined],
      ['RAD', '1\u00a0botte', 180, 12, undefined],
      ['TOM-B', '1\u00a0kg', 400, 5, 1000],
      ['FROM', '150\u00a0g', 0, 6, 150],
    ]);
  });

  it('says what stays out', async () => {
    const { refused, notes } = await read(`${FIXTURES}/open-food-network.csv`);
    expect(refused).toEqual([
      [8, 'title_missing'],
      [9, 'price_negative'],
    ]);
    expect(notes).toEqual([
      [6, 'not_active'],
      [7, 'price_missing'],
    ]);
  });
});

describe('Thelia', () => {
  it('reads the sheet, French first, a variant for each colour', async () => {
    const { format, products, refused, notes } = await read(`${FIXTURES}/thelia.csv`);
    expect(format).toBe('thelia');
    expect(products).toHaveLength(2);
    expect(products[0]).toMatchObject({
      sourceKey: 'CH1',
      name: 'Chaise',
      descriptionHtml: 'Une chaise\nPour\ns’asseoir\nLarg. 40 cm',
      brand: 'ÉBÉNISTE',
      categories: ['Chaises', 'Salon'],
      priceIncludesTax: true,
      optionNames: ['Couleur'],
      photos: [],
    });
    expect(products[0]?.variants).toEqual([
      { line: 2, sku: 'CH1-bleu', options: ['bleu'], priceCents: 9950, compareAtCents: 12_000, stock: null },
      { line: 2, sku: 'CH1-rouge', options: ['rouge'], priceCents: 9950, compareAtCents: 12_000, stock: null },
    ]);
    expect(products[1]).toMatchObject({ name: 'Table', descriptionHtml: 'A table', optionNames: [] });
    expect(products[1]?.photos).toEqual([{ url: 'https://photos.exemple.test/tb1.jpg', position: 1 }]);
    expect(refused).toEqual([
      [5, 'duplicate_key'],
      [6, 'id_missing'],
      [7, 'price_invalid'],
    ]);
    expect(notes).toEqual([
      [2, 'photo_names_only'],
      [2, 'attributes_left_out'],
    ]);
  });

  it('reads the export of prices, which are without tax', async () => {
    const { format, products, refused } = await read(`${FIXTURES}/thelia-prices.csv`);
    expect(format).toBe('thelia');
    expect(products.map(({ sourceKey, name, priceIncludesTax }) => [sourceKey, name, priceIncludesTax])).toEqual([
      ['7', 'Chaise', false],
      ['8', 'Table', false],
    ]);
    expect(products[0]?.variants).toEqual([
      {
        line: 2,
        sku: 'CH1-B',
        ean: '3560070278831',
        options: ['Bleu'],
        priceCents: 8000,
        compareAtCents: 10_000,
        stock: null,
      },
      { line: 3, sku: 'CH1-R', options: ['Rouge'], priceCents: 10_000, stock: null },
    ]);
    expect(refused).toEqual([[5, 'currency_not_euro']]);
  });
});

if (!CORPUS) console.log('skipped: CORPUS_DIR not set');
(CORPUS ? describe : describe.skip)('real lists', () => {
  it.each([
    ['openfoodnetwork/sample_file_120_products.csv', 'open-food-network', 120, 120],
    ['openfoodnetwork/product_list_template.csv', 'open-food-network', 0, 0],
    ['thelia/products_fr_en.csv', 'thelia', 30, 99],
  ])('%s', async (file, id, count, most) => {
    const { format, products, variants, refused } = await read(join(CORPUS ?? '', 'catalogues', file));
    expect([format, products.length, variants.length, refused]).toEqual([id, count, most, []]);
  });
});

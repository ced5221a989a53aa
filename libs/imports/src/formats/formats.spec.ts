import { join } from 'node:path';
import { Readable } from 'node:stream';
import { openTable } from '#libs/platform';
import { detectProductFormat, type ProductDraft, type RowRefusal } from './index.js';

const FIXTURES = 'test/fixtures/imports';
const CORPUS = process.env['CORPUS_DIR'];

async function read(source: string | string[]) {
  const table = await openTable(typeof source === 'string' ? source : Readable.from([Buffer.from(source.join('\n'))]));
  const format = detectProductFormat(table.header);
  const products: ProductDraft[] = [];
  const refusals: RowRefusal[] = [];
  for await (const outcome of format.read(table.header, table.rows)) {
    if (outcome.kind === 'product') products.push(outcome);
    else if (outcome.kind === 'refusal') refusals.push(outcome);
  }
  const refused = refusals.map(({ line, code }) => [line, code.replace('imports.', '')]);
  const notes = products.flatMap((product) =>
    product.notes.map(({ line, code }) => [line, code.replace('imports.', '')]),
  );
  return { format: format.id, products, refusals, refused, notes };
}

describe('Shopify, classic', () => {
  it('groups a handle into a product with its variants and photos', async () => {
    const { format, products } = await read(`${FIXTURES}/shopify-classic.csv`);
    expect(format).toBe('shopify-classic');
    const [bouquet, vase] = products;
    expect(products).toHaveLength(2);
    expect(bouquet).toMatchObject({
      sourceKey: 'bouquet-noel',
      name: 'Bouquet de Noël',
      handle: 'bouquet-noel',
      descriptionHtml: '<p>Houx,\nsapin et roses</p>',
      categories: ['Bouquets'],
      tags: ['noël', 'houx'],
      published: true,
      priceIncludesTax: true,
      optionNames: ['Taille'],
      line: 2,
      lines: [2, 4, 5],
    });
    expect(bouquet?.variants).toEqual([
      {
        line: 2,
        options: ['Petit'],
        priceCents: 2990,
        compareAtCents: 3500,
        stock: 4,
        sku: 'BQ-P',
        ean: '3560070278831',
        weightGrams: 800,
      },
      {
        line: 4,
        options: ['Grand'],
        priceCents: 4990,
        stock: 2,
        sku: 'BQ-G',
        weightGrams: 1500,
        imageUrl: 'https://photos.exemple.test/noel-1.jpg',
      },
    ]);
    expect(bouquet?.photos).toEqual([
      { url: 'https://photos.exemple.test/noel-1.jpg', alt: 'De face', position: 1 },
      { url: 'https://photos.exemple.test/noel-2.jpg', alt: 'De côté', position: 2 },
      { url: 'https://photos.exemple.test/noel-3.jpg', position: 3 },
    ]);
    expect(vase).toMatchObject({ published: false, optionNames: [], photos: [] });
    expect(vase?.variants).toEqual([{ line: 7, options: [], priceCents: 0, stock: null, sku: 'VG-1' }]);
  });

  it('says of each row that stays out why, and what was left out', async () => {
    const { refused, notes, refusals } = await read(`${FIXTURES}/shopify-classic.csv`);
    expect(refused).toEqual([
      [6, 'stock_invalid'],
      [8, 'gift_card'],
      [9, 'gift_card'],
      [11, 'price_negative'],
      [12, 'stock_absurd'],
      [13, 'currency_not_euro'],
      [14, 'product_rows_apart'],
    ]);
    expect(refusals[0]?.cells[8]).toBe('Moyen');
    expect(notes).toEqual([
      [4, 'ean_invalid'],
      [7, 'stock_not_tracked'],
      [7, 'price_zero'],
      [7, 'not_active'],
      [7, 'photo_not_a_link'],
    ]);
  });

  it('passes on rows that could not be read, in the middle of a product', async () => {
    const { products, refused } = await read([
      'Handle,Title,Option1 Name,Option1 Value,Variant Price',
      'pot,Pot,Taille,S,5',
      'pot,"",,"M"x,6',
      'pot,,,L,7',
      'pot,,,L,8',
      'pot,,,,9',
      'pot,,,XL,',
    ]);
    expect(products[0]?.variants.map(({ options, priceCents }) => [options[0], priceCents])).toEqual([
      ['S', 500],
      ['L', 700],
    ]);
    expect(refused).toEqual([
      [3, 'tabular.broken_quote'],
      [5, 'duplicate_variant'],
      [6, 'option_missing'],
      [7, 'variant_price_missing'],
    ]);
  });
});

describe('Shopify, 2024', () => {
  it('needs a title only', async () => {
    const { format, products, notes } = await read(['Title,Inventory quantity', 'Lys blanc,3', 'Rose,', ',']);
    expect(format).toBe('shopify-2024');
    expect(products.map(({ sourceKey, published, variants }) => [sourceKey, published, variants[0]?.stock])).toEqual([
      ['lys-blanc', false, 3],
      ['rose', false, null],
    ]);
    expect(notes).toEqual([
      [2, 'price_missing'],
      [3, 'price_missing'],
    ]);
  });
});

describe('WooCommerce', () => {
  it('reads a French export whose type column has no title, variations before and after their parent', async () => {
    const { format, products, notes } = await read(`${FIXTURES}/woocommerce-fr.csv`);
    expect(format).toBe('woocommerce');
    expect(products.map(({ sourceKey, published }) => [sourceKey, published])).toEqual([
      ['TOUPIE', true],
      ['PUZZLE', false],
      ['id:22', false],
      ['id:10', true],
    ]);
    expect(products[0]).toMatchObject({ name: 'Toupie & ficelle' });
    expect(products[0]?.variants).toEqual([
      { line: 4, options: [], priceCents: 500, compareAtCents: 650, stock: 5, sku: 'TOUPIE', weightGrams: 40 },
    ]);
    expect(products[1]?.variants[0]).toMatchObject({ priceCents: 1200, stock: 0 });
    expect(products[3]).toMatchObject({
      categories: ['Jouets > Bois', 'Noël, fêtes'],
      descriptionHtml: 'Peint à la main\nLigne une\nligne deux',
      optionNames: ['Couleur'],
      lines: [2, 3, 7],
    });
    expect(products[3]?.variants.map(({ options, stock }) => [options[0], stock])).toEqual([
      ['Bleu', null],
      ['Rouge', 3],
    ]);
    expect(products[3]?.photos.map(({ url }) => url.split('/').at(-1))).toEqual([
      'train-1.jpg',
      'train-2,large.jpg',
      'train-rouge.jpg',
    ]);
    expect(notes).toEqual([
      [4, 'attributes_left_out'],
      [5, 'sale_not_current'],
      [5, 'hidden'],
      [5, 'photo_not_a_link'],
      [6, 'not_active'],
      [3, 'option_open'],
      [7, 'stock_shared'],
    ]);
  });

  it('says of each row that stays out why', async () => {
    const { refused } = await read(`${FIXTURES}/woocommerce-fr.csv`);
    expect(refused).toEqual([
      [9, 'grouped_product'],
      [10, 'external_product'],
      [11, 'virtual_product'],
      [13, 'duplicate_key'],
      [14, 'unknown_type'],
      [16, 'currency_not_euro'],
      [8, 'variation_disabled'],
      [15, 'no_variant_left'],
      [12, 'parent_missing'],
    ]);
  });

  it('takes parents by SKU and by identifier, in other cases, padded, with straight or typographic apostrophes', async () => {
    const { format, products, refused } = await read([
      " id ; TYPE ;ugs; NOM ;PUBLIÉ;EN STOCK ?;stock; Poids (KG) ;tarif promo; Tarif Régulier ;PARENT;Nom de l'attribut 1;Valeur(s) de l'attribut 1",
      '1; Variable ; Pull-1 ;Pull;1;1;;;;;;Taille;S, M',
      '2;VARIATION;P-S;Pull - S;1;1;3;0,35;; 45,00 € ; pull-1 ;Taille;S',
      '3;variation;P-M;Pull - M;1;0;;0,4;;45,00;id: 1;Taille;M',
      '4;variable;;Gants;1;1;;;;;;Couleur;Gris',
      '5;variation;G-G;Gants - Gris;1;1;2;;12,5;15;ID:4;Couleur;Gris',
    ]);
    expect([format, refused]).toEqual(['woocommerce', []]);
    expect(
      products.map(({ sourceKey, variants }) => [
        sourceKey,
        variants.map((one) => [one.options[0], one.priceCents, one.compareAtCents, one.stock, one.weightGrams]),
      ]),
    ).toEqual([
      [
        'Pull-1',
        [
          ['S', 4500, undefined, 3, 350],
          ['M', 4500, undefined, 0, 400],
        ],
      ],
      ['id:4', [['Gris', 1250, 1500, 2, undefined]]],
    ]);
  });

  it('empties its hold when it is full, and says which variations came too late', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `${i + 2},variation,P,,1,id:1,C,v${i}`);
    const { products, refused } = await read([
      'ID,Type,Name,SKU,Regular price,Parent,Attribute 1 name,Attribute 1 value(s)',
      '1,variable,Ruban,,,,C,',
      ...rows.map((row) => row.replace(',P,', ',Ruban,').replace(',1,id', `,1,id`)),
    ]);
    expect(products[0]?.variants).toHaveLength(19_999);
    expect(refused).toEqual([[20_002, 'parent_missing']]);
  });
});

describe('unknown formats', () => {
  it('lists the columns seen', () => {
    expect(() => detectProductFormat(['Nom', 'Prix'])).toThrow(
      expect.objectContaining({ code: 'imports.unknown_format', details: { columns: 'Nom, Prix' } }),
    );
  });
});

if (!CORPUS) console.log('skipped: CORPUS_DIR not set');
(CORPUS ? describe : describe.skip)('real files', () => {
  it.each([
    ['shopify/classic-2021_indoor.csv', 'shopify-classic', [20, 21, 21], []],
    ['shopify/new-2024_url-handle_template.csv', 'shopify-2024', [2, 15, 1], []],
    [
      'woocommerce/sample_products.csv',
      'woocommerce',
      [11, 18, 19],
      [
        [10, 'virtual_product'],
        [11, 'virtual_product'],
        [17, 'grouped_product'],
        [18, 'external_product'],
      ],
    ],
  ])('%s', async (file, id, [products, variants, photos], refused) => {
    const result = await read(join(CORPUS ?? '', 'catalogues', file));
    expect(result.format).toBe(id);
    expect(result.products).toHaveLength(products ?? 0);
    expect(result.products.flatMap((product) => product.variants)).toHaveLength(variants ?? 0);
    expect(result.products.flatMap((product) => product.photos)).toHaveLength(photos ?? 0);
    expect(result.refused).toEqual(refused);
  });
});

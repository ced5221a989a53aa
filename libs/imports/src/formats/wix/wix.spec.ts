import { readDrafts } from '../../../../../test/support/read-drafts.js';

const FILE = 'test/fixtures/imports/wix.csv';

describe('Wix', () => {
  it('adds each variant’s surcharge to its product’s price, less the discount', async () => {
    const { format, products } = await readDrafts(FILE);
    expect(format).toBe('wix');
    expect(products.map(({ sourceKey, published }) => [sourceKey, published])).toEqual([
      ['product_1', true],
      ['product_2', false],
      ['product_8', false],
    ]);
    const { notes: _, ...bowl } = products[0] ?? { notes: [] };
    expect(bowl).toEqual({
      kind: 'product',
      line: 2,
      lines: [2, 3, 4, 5],
      sourceKey: 'product_1',
      name: 'Bol en grès',
      descriptionHtml: '<p>Tourné <em>à la main</em></p>\n<h3>Entretien &amp; soin</h3><p>Lave-vaisselle</p>',
      brand: 'Terre du Cher',
      categories: ['Bols', 'Cuisine'],
      tags: [],
      published: true,
      priceIncludesTax: true,
      optionNames: ['Couleur', 'Taille'],
      variants: [
        {
          line: 3,
          options: ['Bleu', 'Petit'],
          priceCents: 1620,
          compareAtCents: 1800,
          stock: 3,
          sku: 'BOL-B-P',
          weightGrams: 450,
        },
        {
          line: 4,
          options: ['Bleu', 'Grand'],
          priceCents: 2025,
          compareAtCents: 2250,
          stock: 0,
          sku: 'BOL-B-G',
          weightGrams: 800,
        },
        {
          line: 5,
          options: ['Blanc', 'Petit'],
          priceCents: 1440,
          compareAtCents: 1600,
          stock: null,
          sku: 'BOL-W-P',
          weightGrams: 450,
        },
      ],
      photos: [
        { url: 'https://static.wixstatic.com/media/0a1b2c_0123456789abcdef0123456789abcdef~mv2.jpg', position: 1 },
        { url: 'https://photos.exemple.test/bol.jpg', position: 2 },
      ],
    });
    expect(products[1]?.variants.map((one) => [one.options[0], one.priceCents, one.compareAtCents, one.stock])).toEqual(
      [
        ['A4', 2000, 2500, 7],
        ['A3', 2000, 2500, 7],
      ],
    );
  });

  it('says of each row that stays out why, and what was left out', async () => {
    const { refused, notes } = await readDrafts(FILE);
    expect(refused).toEqual([
      [6, 'variation_disabled'],
      [7, 'option_missing'],
      [8, 'duplicate_variant'],
      [10, 'currency_not_euro'],
      [11, 'title_missing'],
      [12, 'parent_missing'],
      [13, 'unknown_type'],
      [14, 'stock_invalid'],
      [16, 'product_rows_apart'],
    ]);
    expect(notes).toEqual([
      [2, 'custom_options_left_out'],
      [9, 'stock_shared'],
      [9, 'hidden'],
      [9, 'photo_not_a_link'],
      [15, 'price_missing'],
    ]);
  });

  it('reads the newer catalogue, whose variants have prices of their own and whose photos have rows', async () => {
    const { format, products, refused } = await readDrafts([
      'handle,fieldType,name,visible,plainDescription,media,mediaAltText,ribbon,brand,price,strikethroughPrice,inventory,sku,barcode,weight,productOptionName1,productOptionType1,productOptionChoices1',
      'lampe,PRODUCT,Lampe,TRUE,<p>Osier</p>,https://photos.exemple.test/a.jpg,De face,,,40,,IN_STOCK,L,,1.2,Taille,TEXT_CHOICES,Petite;Grande',
      'lampe,VARIANT,,TRUE,,,,,,40,50,5,L-P,3560070278831,,Taille,TEXT_CHOICES,Petite',
      'lampe,VARIANT,,TRUE,,,,,,60,,OUT_OF_STOCK,L-G,,,Taille,TEXT_CHOICES,Grande',
      'lampe,MEDIA,,,,https://photos.exemple.test/b.jpg,De dos,,,,,,,,,,,',
    ]);
    expect([format, refused]).toEqual(['wix', []]);
    expect(products[0]?.lines).toEqual([2, 3, 4, 5]);
    expect(products[0]?.variants).toEqual([
      {
        line: 3,
        options: ['Petite'],
        priceCents: 4000,
        compareAtCents: 5000,
        stock: 5,
        sku: 'L-P',
        ean: '3560070278831',
        weightGrams: 1200,
      },
      { line: 4, options: ['Grande'], priceCents: 6000, stock: 0, sku: 'L-G', weightGrams: 1200 },
    ]);
    expect(products[0]?.photos.map(({ alt }) => alt)).toEqual(['De face', 'De dos']);
  });
});

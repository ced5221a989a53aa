import { readDrafts } from '../../../../../test/support/read-drafts.js';

const FILE = 'test/fixtures/imports/square.csv';

describe('Square', () => {
  it('makes a product of each item, its variations by their options, else by their names', async () => {
    const { format, products } = await readDrafts(FILE);
    expect(format).toBe('square');
    const { notes: _, ...apron } = products[0] ?? { notes: [] };
    expect(apron).toEqual({
      kind: 'product',
      line: 2,
      lines: [2, 3],
      sourceKey: 'TK1',
      name: 'Tablier',
      descriptionHtml: 'Coton épais',
      categories: ['Atelier', 'Maison > Cuisine'],
      tags: [],
      published: true,
      vatRate: 20,
      priceIncludesTax: true,
      optionNames: ['Couleur', 'Taille'],
      variants: [
        {
          line: 2,
          options: ['Bleu', 'S'],
          priceCents: 2800,
          compareAtCents: 3200,
          stock: 4,
          sku: 'TAB-B-S',
          ean: '3560070278831',
          weightGrams: 300,
        },
        { line: 3, options: ['Bleu', 'M'], priceCents: 3200, stock: 6, sku: 'TAB-B-M' },
      ],
      photos: [],
    });
    const short = products.slice(1).map(({ name, published, vatRate, optionNames, variants }) => ({
      name,
      published,
      vatRate,
      optionNames,
      variants: variants.map(({ options, priceCents, stock }) => [...options, priceCents, stock]),
    }));
    expect(short).toEqual([
      {
        name: 'Confiture',
        published: true,
        vatRate: 5.5,
        optionNames: ['Déclinaison'],
        variants: [
          ['Fraise', 450, 12],
          ['Abricot', 490, 3],
        ],
      },
      { name: 'Savon', published: false, vatRate: undefined, optionNames: [], variants: [[500, 10]] },
      {
        name: 'Thé vert',
        published: false,
        vatRate: undefined,
        optionNames: ['Déclinaison'],
        variants: [['100 g', 0, 3]],
      },
      { name: 'Coupe de tissu', published: false, vatRate: undefined, optionNames: [], variants: [[900, null]] },
    ]);
  });

  it('says of each row that stays out why, and what was left out', async () => {
    const { refused, notes } = await readDrafts(FILE);
    expect(refused).toEqual([
      [4, 'option_missing'],
      [5, 'variation_disabled'],
      [10, 'unknown_type'],
      [11, 'gift_card'],
      [12, 'currency_not_euro'],
      [13, 'stock_invalid'],
      [14, 'title_missing'],
      [16, 'product_rows_apart'],
    ]);
    expect(notes).toEqual([
      [2, 'other_places_left_out'],
      [2, 'custom_options_left_out'],
      [7, 'stock_of_place'],
      [8, 'not_active'],
      [8, 'ean_invalid'],
      [9, 'price_missing'],
      [15, 'hidden'],
    ]);
  });

  it.each([
    [
      'of 2016',
      'Token,Item Name,Description,Category,SKU,Variation Name,Price,Current Quantity Chez Lucie,New Quantity Chez Lucie,Stock Alert Enabled Chez Lucie',
      't1,Bougie,Cire,Maison,B-S,Petite,12.00,10,,Y',
      't2,Bougie,,Maison,B-L,Grande,18.00,4,,Y',
    ],
    [
      'with handles and a place in parentheses',
      'Reference Handle,Token,Item Name,Variation Name,SKU,Price,Current Quantity Retrait (pas une boutique),Archived',
      '#bougie,t1,Bougie,Petite,B-S,12.00,10,N',
      '#bougie,t2,Bougie,Grande,B-L,18.00,4,N',
    ],
    [
      'in French, padded and in capitals',
      ' JETON , NOM DE L’ARTICLE , NOM DE LA VARIANTE , SKU , PRIX , QUANTITÉ ACTUELLE BOUTIQUE ',
      't1,Bougie,Petite,B-S,"12,00 €",10',
      't2,Bougie,Grande,B-L,"18,00 €",4',
    ],
  ])('finds the quantity by how its column begins: %s', async (_, ...lines) => {
    const { format, products, refused } = await readDrafts(lines);
    expect([format, refused]).toEqual(['square', []]);
    expect(products).toHaveLength(1);
    expect(products[0]?.variants.map(({ options, priceCents, stock }) => [options[0], priceCents, stock])).toEqual([
      ['Petite', 1200, 10],
      ['Grande', 1800, 4],
    ]);
  });
});

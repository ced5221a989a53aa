import { readDrafts } from '../../../../test/support/read-drafts.js';

const FILE = 'test/fixtures/imports/etsy.csv';

describe('Etsy', () => {
  it('reads a listing a row, its plain text as paragraphs', async () => {
    const { format, products } = await readDrafts(FILE);
    expect(format).toBe('etsy');
    const { notes: _, ...bowl } = products[0] ?? { notes: [] };
    expect(bowl).toMatchObject({
      sourceKey: 'BOL-1',
      name: 'Bol en grès & bleu',
      descriptionHtml:
        '<p>Tourné à la main.<br>Émail "céladon".</p>\n<p>Passe au lave-vaisselle &lt;3</p>\n<p>Matières : Grès, Émail</p>',
      tags: ['bol', 'gres bleu'],
      published: true,
      priceIncludesTax: true,
      optionNames: [],
      variants: [{ line: 2, options: [], priceCents: 1850, stock: 4, sku: 'BOL-1' }],
      photos: [
        { url: 'https://photos.exemple.test/bol-1.jpg', position: 1 },
        { url: 'https://photos.exemple.test/bol-2.jpg', position: 2 },
      ],
    });
  });

  it('makes a variant of each combination, with its own SKU where there are as many', async () => {
    const { products } = await readDrafts(FILE);
    const scarf = products[1]!;
    expect(scarf.optionNames).toEqual(['Couleur', 'Longueur']);
    expect(scarf.variants.map(({ options, sku }) => [options.join(' '), sku])).toEqual([
      ['Rouge Courte', 'E-RC'],
      ['Rouge Longue', 'E-RL'],
      ['Bleu Courte', 'E-BC'],
      ['Bleu Longue', 'E-BL'],
    ]);
    expect(products[2]!.variants.map(({ options, sku }) => [options, sku])).toEqual([
      [['Figue'], undefined],
      [['Rose'], undefined],
    ]);
  });

  it('says of each row that stays out why', async () => {
    const { refused, notes } = await readDrafts(FILE);
    expect(refused).toEqual([
      [8, 'currency_not_euro'],
      [9, 'title_missing'],
      [10, 'duplicate_key'],
      [11, 'price_invalid'],
    ]);
    expect(notes).toEqual([
      [6, 'stock_shared'],
      [7, 'stock_shared'],
    ]);
  });
});

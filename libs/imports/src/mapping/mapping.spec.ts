import { Readable } from 'node:stream';
import { findProductHeader, type ProductDraft } from '../formats/index.js';
import { openProductFile } from '../sources/product-source.js';
import { mappedFormat } from './mapped-format.js';
import { guessMapping } from './mapping-guess.js';
import { headerSignature } from './column-mapping.js';
import type { ProductMapping } from './product-mapping.js';

async function read(lines: string[], mapping: (guess: ProductMapping) => ProductMapping = (guess) => guess) {
  const table = await openProductFile(Readable.from([Buffer.from(lines.join('\n'))]), findProductHeader);
  const format = mappedFormat(mapping(guessMapping(table.header)));
  const products: ProductDraft[] = [];
  const refused: [number, string][] = [];
  for await (const outcome of format.read(table.header, table.rows)) {
    if (outcome.kind === 'product') products.push(outcome);
    else if (outcome.kind === 'refusal') refused.push([outcome.line, outcome.code.replace('imports.', '')]);
  }
  const notes = products.flatMap((p) => p.notes.map(({ line, code }) => [line, code.replace('imports.', '')]));
  return { products, refused, notes };
}

describe('what the columns seem to be', () => {
  it.each([
    [
      'Réf.;Désignation;Prix TTC (€);TVA;Qté;Code-barres;Rayon;Marque;Poids (kg);Photo 1;Photo 2;Taille;Coloris',
      {
        sku: ['Réf.'],
        name: ['Désignation'],
        price: ['Prix TTC (€)'],
        vat: ['TVA'],
        stock: ['Qté'],
        ean: ['Code-barres'],
        category: ['Rayon'],
        brand: ['Marque'],
        weightKg: ['Poids (kg)'],
        photos: ['Photo 1', 'Photo 2'],
        option: ['Taille', 'Coloris'],
      },
      true,
    ],
    [
      'Item name;SKU;Selling price (excl. tax);Quantity;Barcode;Department;weight_g;image_url',
      {
        name: ['Item name'],
        sku: ['SKU'],
        price: ['Selling price (excl. tax)'],
        stock: ['Quantity'],
        ean: ['Barcode'],
        category: ['Department'],
        weight: ['weight_g'],
        photos: ['image_url'],
      },
      false,
    ],
    ['Nom;Prix;Prix;', { name: ['Nom'], price: ['Prix'] }, true],
    ['Libellé;PV HT;Poids', { name: ['Libellé'], price: ['PV HT'] }, false],
  ])('%s', (header, columns, priceIncludesTax) => {
    expect(guessMapping(header.split(';'))).toEqual({ columns, priceIncludesTax });
  });
});

describe('files of the merchant', () => {
  it('go in by their columns: rates, units, lost zeros, names of photos', async () => {
    const { products, refused, notes } = await read([
      'Réf;Nom;Prix HT;TVA;Stock;EAN;Descriptif;Rayon;Poids (kg);Photo',
      'A1;Miel de fleurs;1 234,50 €;5,5 %;12;12345670;Doux;Épicerie;0,25;https://photos.exemple.test/miel.jpg',
      'A2;Savon;3,00;0,2;;12345;Au lait;Beauté;90 g;savon.jpg',
      'A3;Thé;4;19,6;1;;;;;',
      'A1;Autre;4;20;1;;;;;',
      ';;4;20;1;;;;;',
      'A4;=HYPERLINK("http://x");5;20;peu;;;;;',
      'A5;@SUM(A1);5;20;1;;+1;;;',
    ]);
    expect(
      products.map(({ sourceKey, name, vatRate, priceIncludesTax }) => [sourceKey, name, vatRate, priceIncludesTax]),
    ).toEqual([
      ['A1', 'Miel de fleurs', 5.5, false],
      ['A2', 'Savon', 20, false],
      ['A5', '@SUM(A1)', 20, false],
    ]);
    expect(products.map(({ variants }) => variants[0])).toEqual([
      { line: 2, sku: 'A1', ean: '12345670', options: [], priceCents: 123_450, stock: 12, weightGrams: 250 },
      { line: 3, sku: 'A2', options: [], priceCents: 300, stock: null, weightGrams: 90 },
      { line: 8, sku: 'A5', options: [], priceCents: 500, stock: 1 },
    ]);
    expect(products[2]?.descriptionHtml).toBe('+1');
    expect(refused).toEqual([
      [4, 'vat_invalid'],
      [5, 'duplicate_key'],
      [6, 'title_missing'],
      [7, 'stock_invalid'],
    ]);
    expect(notes).toEqual([
      [3, 'photo_names_only'],
      [3, 'ean_invalid'],
    ]);
  });

  it('make variants of the rows that share a name, or a parent', async () => {
    const byName = await read([
      'Nom;Prix;Taille;Couleur',
      'Pull;30;S;Bleu',
      'Bonnet;9;;',
      'Pull;32;M;Bleu',
      'Pull;32;M;Bleu',
    ]);
    expect(
      byName.products.map(({ name, optionNames, variants }) => [
        name,
        optionNames,
        variants.map(({ options }) => options),
      ]),
    ).toEqual([
      [
        'Pull',
        ['Taille', 'Couleur'],
        [
          ['S', 'Bleu'],
          ['M', 'Bleu'],
        ],
      ],
      ['Bonnet', [], [[]]],
    ]);
    expect(byName.refused).toEqual([[5, 'duplicate_variant']]);
    const byParent = await read(['Nom;Prix;Ref;Ref parent', 'Pull S;30;P-S;P', 'Pull M;31;P-M;P', 'Bonnet;9;B;']);
    expect(
      byParent.products.map(({ sourceKey, optionNames, variants }) => [
        sourceKey,
        optionNames,
        variants.map(({ options }) => options[0]),
      ]),
    ).toEqual([
      ['P', ['Modèle'], ['Pull S', 'Pull M']],
      ['B', [], [undefined]],
    ]);
  });

  it('are told apart by their columns, not by the order, the case or what a report adds', () => {
    const signature = headerSignature(['Nom', 'Prix', 'Prix', '']);
    expect(headerSignature(['prix', 'NOM', 'Prix ', '', 'Ligne', 'Motif'])).toBe(signature);
    expect(headerSignature(['Nom', 'Prix', ''])).not.toBe(signature);
  });

  it('need a name, and columns that are there', async () => {
    const lines = ['Nom;Prix', 'a;1'];
    await expect(read(lines, () => ({ columns: { price: ['Prix'] } }))).rejects.toMatchObject({
      code: 'imports.mapping_without_name',
      details: { columns: 'Nom, Prix' },
    });
    await expect(read(lines, () => ({ columns: { name: ['Titre'] }, priceIncludesTax: true }))).rejects.toMatchObject({
      code: 'imports.mapped_column_unknown',
      details: { column: 'Titre', columns: 'Nom, Prix' },
    });
  });
});

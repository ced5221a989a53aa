import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import iconv from 'iconv-lite';
import { openProductFile } from '../sources/product-source.js';
import { detectProductFormat, findProductHeader, type ProductDraft, type RowRefusal } from './index.js';

const FIXTURES = 'test/fixtures/imports';
const CORPUS = process.env['CORPUS_DIR'];

async function read(source: string | Buffer) {
  const bytes = typeof source === 'string' ? createReadStream(source) : Readable.from([source]);
  const table = await openProductFile(bytes, findProductHeader);
  const format = detectProductFormat(table.header);
  const products: ProductDraft[] = [];
  const refused: [number, string][] = [];
  for await (const outcome of format.read(table.header, table.rows)) {
    if (outcome.kind === 'product') products.push(outcome);
    else if (outcome.kind === 'refusal') refused.push(short(outcome));
  }
  const notes = products.flatMap((product) => product.notes.map((note) => short(note)));
  return { format: format.id, products, refused, notes };
}

const short = ({ line, code }: Pick<RowRefusal, 'line' | 'code'>): [number, string] => [
  line,
  code.replace('imports.', ''),
];
const byName = (products: ProductDraft[], name: string) => products.find((product) => product.name === name);

describe('Google Merchant', () => {
  it('makes variants of the items of a group, wherever they stand in the feed', async () => {
    const { format, products } = await read(`${FIXTURES}/google-merchant.xml`);
    expect(format).toBe('google-merchant');
    expect(products.map(({ name }) => name)).toEqual(['Vase grès', 'Calendrier', 'Sac en toile']);
    expect(byName(products, 'Sac en toile')).toMatchObject({
      sourceKey: 'SAC',
      lines: [6, 31],
      descriptionHtml: '<p>Toile &amp; cuir</p>',
      brand: "Toiles d'ici",
      categories: ['Mode > Sacs'],
      published: true,
      priceIncludesTax: true,
      optionNames: ['Couleur'],
      variants: [
        {
          line: 6,
          sku: 'SAC-R',
          ean: '3560070278831',
          options: ['rouge'],
          priceCents: 990,
          compareAtCents: 1250,
          stock: null,
          weightGrams: 400,
        },
        { line: 31, sku: 'SAC-B', options: ['bleu'], priceCents: 1250, stock: null },
      ],
    });
    expect(byName(products, 'Sac en toile')?.photos.map(({ url }) => url.split('/').at(-1))).toEqual([
      'sac-rouge.jpg',
      'sac-2.jpg',
      'sac-3.jpg',
      'sac-bleu.jpg',
    ]);
    expect(byName(products, 'Vase grès')?.variants).toEqual([
      { line: 22, sku: 'VASE', options: [], priceCents: 129_900, stock: 0 },
    ]);
  });

  it('says what stays out and what is not taken over', async () => {
    const { refused, notes } = await read(`${FIXTURES}/google-merchant.xml`);
    expect(refused).toEqual([
      [39, 'currency_not_euro'],
      [40, 'id_missing'],
    ]);
    expect(notes).toEqual([
      [22, 'sale_not_current'],
      [22, 'ean_invalid'],
      [41, 'backorder_left_out'],
    ]);
  });

  it.each([
    [
      'TSV with blanks in its names',
      'id\ttitle\titem group id\timage link\tavailability\tprice\tsize\nA\tPull\tP\thttps://x.test/a.jpg\tin stock\t30,00 EUR\tS\nB\tPull\tP\thttps://x.test/b.jpg\tout of stock\t30.00 EUR\tL\n',
    ],
    [
      'CSV under comments',
      '# un flux, à nous\n#\nid,title,item_group_id,image_link,availability,price,size\nA,Pull,P,https://x.test/a.jpg,in_stock,30.00 EUR,S\n# suite\nB,Pull,P,https://x.test/b.jpg,out_of_stock,30.00 EUR,L\n',
    ],
    [
      'Atom',
      '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><title>T</title><entry><id>https://x.test/1</id><title>Pull</title><link href="https://x.test/p"/><summary>Laine</summary><g:id>A</g:id><g:item_group_id>P</g:item_group_id><g:image_link>https://x.test/a.jpg</g:image_link><g:price>30 EUR</g:price><g:size>S</g:size></entry><entry><g:id>B</g:id><g:item_group_id>P</g:item_group_id><title>Pull</title><g:image_link>https://x.test/b.jpg</g:image_link><g:price>30 EUR</g:price><g:size>L</g:size><g:availability>out of stock</g:availability></entry></feed>',
    ],
    [
      'XML without prefixes',
      '<rss><channel><item><id>A</id><title>Pull</title><itemgroupid>P</itemgroupid><imageLink>https://x.test/a.jpg</imageLink><price>30</price><size>S</size></item><item><id>B</id><title>Pull</title><itemgroupid>P</itemgroupid><imageLink>https://x.test/b.jpg</imageLink><price>30</price><size>L</size><availability>http://schema.org/OutOfStock</availability></item></channel></rss>',
    ],
  ])('reads %s', async (_, text) => {
    const { products, refused } = await read(Buffer.from(text));
    expect(refused).toEqual([]);
    expect(products).toHaveLength(1);
    expect(products[0]).toMatchObject({ sourceKey: 'P', name: 'Pull', optionNames: ['Taille'] });
    expect(
      products[0]?.variants.map(({ sku, options, priceCents, stock }) => [sku, options[0], priceCents, stock]),
    ).toEqual([
      ['A', 'S', 3000, null],
      ['B', 'L', 3000, 0],
    ]);
  });

  it('reads the encoding that the XML declares or its mark tells', async () => {
    const text = (encoding: string): string =>
      `<?xml version="1.0" encoding="${encoding}"?><rss><channel><item><id>1</id><title>Pâté d’été</title><price>3 EUR</price></item></channel></rss>`;
    for (const [name, codec] of [
      ['ISO-8859-1', 'windows-1252'],
      ['UTF-16', 'utf-16le'],
      ['UTF-8', 'utf-8'],
    ] as const) {
      const { products } = await read(iconv.encode(text(name), codec, { addBOM: codec !== 'windows-1252' }));
      expect(products.map((product) => product.name)).toEqual(['Pâté d’été']);
    }
  });

  it.each([
    [
      'imports.feed_doctype',
      '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>',
    ],
    ['imports.feed_broken', '<rss><channel><item><id>1</id></channel></rss>'],
    ['imports.feed_broken', '<rss><channel><item><id>1</id>'],
    ['imports.feed_unknown', '<?xml version="1.0"?><urlset><url/></urlset>'],
  ])('refuses with %s', async (code, text) => {
    await expect(read(Buffer.from(text))).rejects.toMatchObject({ code });
  });
});

describe('Facebook', () => {
  it('reads the catalogue under its comments', async () => {
    const { format, products, refused, notes } = await read(`${FIXTURES}/facebook.csv`);
    expect(format).toBe('facebook');
    expect(products.map(({ sourceKey, published, optionNames }) => [sourceKey, published, optionNames])).toEqual([
      ['MUG', false, []],
      ['TS', true, ['Taille', 'Modèle']],
    ]);
    expect(
      products[1]?.variants.map(({ options, priceCents, compareAtCents, stock }) => [
        options,
        priceCents,
        compareAtCents,
        stock,
      ]),
    ).toEqual([
      [['S', 'TS-S'], 1990, undefined, 4],
      [['M', 'TS-M'], 1500, 1990, 0],
    ]);
    expect(refused).toEqual([[5, 'stock_invalid']]);
    expect(notes).toEqual([[7, 'not_active']]);
  });
});

if (!CORPUS) console.log('skipped: CORPUS_DIR not set');
(CORPUS ? describe : describe.skip)('real feeds', () => {
  it('Google, made from a shop of furniture', async () => {
    const { format, products, refused } = await read(
      join(CORPUS ?? '', 'catalogues/feeds/google_rss_fr_made_from_thelia.xml'),
    );
    const counts = [products.length, products.flatMap(({ variants }) => variants).length, refused.length];
    expect([format, ...counts]).toEqual(['google-merchant', 20, 35, 0]);
  });

  it('refuses the billion laughs', async () => {
    const file = join(CORPUS ?? '', 'hostile/archives/billion_laughs_feed.xml');
    await expect(read(file)).rejects.toMatchObject({ code: 'imports.feed_doctype' });
  });
});

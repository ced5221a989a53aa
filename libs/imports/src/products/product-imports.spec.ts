import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { Test, type TestingModule } from '@nestjs/testing';
import { Clock, newId, NotFoundError } from '#libs/kernel';
import { loadSettings, openTable, PlatformModule } from '#libs/platform';
import { asShop, Tenancy, TenancyModule } from '#libs/tenancy';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.js';
import { FileSweep } from '../engine/file-sweep.job.js';
import { ImportsModule, ProductImports, type ImportRecord } from '../index.js';

const CORPUS = process.env['CORPUS_DIR'];
/** Of 333 rows with 260 codes, one is without a name. */
const OFF = [333, 259, 0, 0, 74];
const FIXTURES = 'test/fixtures/imports';
const HEADER =
  'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Image Src,Status';
const counts = ({ read, created, updated, unchanged, refused }: ImportRecord) => [
  read,
  created,
  updated,
  unchanged,
  refused,
];

describe('product files', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let folder: string;
  let imports: ProductImports;
  let tenancy: Tenancy;
  const [martin, lucie] = [newId(), newId()];

  beforeAll(async () => {
    database = await testDatabase();
    folder = await mkdtemp(join(tmpdir(), 'products-spec-'));
    const settings = loadSettings({
      DATABASE_URL: database.adminUrl,
      APP_SECRET: 'a secret of the test',
      DATA_DIR: folder,
    });
    module = await Test.createTestingModule({
      imports: [PlatformModule.forRoot(settings), TenancyModule, ImportsModule],
    }).compile();
    await module.init();
    imports = module.get(ProductImports);
    tenancy = module.get(Tenancy);
  }, 60_000);

  beforeEach(async () => {
    for (const shopId of [martin, lucie]) {
      await asShop(shopId, () =>
        tenancy.shopTransaction(async (tx) => {
          await tx.query('delete from product');
          await tx.query('delete from product_import');
          await tx.query(
            `insert into shop (shop_id, state, name, trade, commune_insee, theme, order_prefix)
             values ($1, 'open', 'Boutique', 'fleurs', '37132', 'marche', 'FM') on conflict do nothing`,
            [shopId],
          );
        }),
      );
    }
  });

  afterAll(async () => {
    await module.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const prepare = (body: AsyncIterable<Uint8Array>, options: Record<string, unknown> = {}, dryRun = false) =>
    asShop(martin, () => imports.prepare(martin, { fileName: 'p.csv', body, options, dryRun, createdBy: null }));
  const take = async (body: AsyncIterable<Uint8Array>, options = {}, dryRun = false): Promise<ImportRecord> => {
    const { importId } = await prepare(body, options, dryRun);
    return asShop(martin, () => imports.run(importId));
  };
  const rowsOf = (sql: string) => asShop(martin, () => tenancy.shopRead<Record<string, unknown>>(sql));
  const file = (lines: string[]): Readable => Readable.from([Buffer.from([HEADER, ...lines].join('\n'))]);
  const product = (n: number): string =>
    `rose-${n},Rose ${n},Title,Default Title,R-${n},shopify,${n % 50},${n % 90}.50,,active`;

  it('go in with variants, prices and photos to fetch; a second time nothing changes', async () => {
    const checked = await take(createReadStream(`${FIXTURES}/shopify-classic.csv`), {}, true);
    expect([await rowsOf('select 1 from product'), counts(checked).slice(0, 2)]).toEqual([
      [],
      [checked.read, checked.created],
    ]);
    const first = await take(createReadStream(`${FIXTURES}/shopify-classic.csv`));
    expect(counts(first)).toEqual(counts(checked));
    expect(first).toMatchObject({ state: 'done', format: 'shopify-classic', created: 2 });
    const variants = await rowsOf(
      `select p.handle, v.options, v.price_cents, v.on_hand from variant v join product p using (shop_id, product_id)
       where p.handle = 'bouquet-noel' order by v.position`,
    );
    expect(variants).toEqual([
      { handle: 'bouquet-noel', options: ['Petit'], price_cents: 2990, on_hand: 4 },
      { handle: 'bouquet-noel', options: ['Grand'], price_cents: 4990, on_hand: 2 },
    ]);
    const waiting = await rowsOf(`select state, source_url is not null as "hasSource" from photo`);
    expect(new Set(waiting.map((photo) => JSON.stringify(photo)))).toEqual(
      new Set(['{"state":"waiting","hasSource":true}']),
    );
    const second = await take(createReadStream(`${FIXTURES}/shopify-classic.csv`));
    expect([second.created, second.updated, second.unchanged]).toEqual([0, 0, 2]);
  });

  it('go on after the last chunk when they were killed', async () => {
    const lines = Array.from({ length: 1100 }, (_, i) => product(i + 1));
    const { importId } = await prepare(file(lines));
    const killed = asShop(martin, () =>
      imports.run(importId, ({ cursor }) => {
        if (cursor === 500) throw new Error('killed');
      }),
    );
    await expect(killed).rejects.toThrow('killed');
    expect(await rowsOf('select count(*)::int as n from product')).toEqual([{ n: 500 }]);
    expect((await prepare(file(lines))).importId).toBe(importId);
    expect(counts(await asShop(martin, () => imports.run(importId)))).toEqual([1100, 1100, 0, 0, 0]);
    expect(await rowsOf('select count(*)::int as n from product')).toEqual([{ n: 1100 }]);
  });

  it('without tax need a rate, which is added to the prices', async () => {
    const refused = await take(file([product(1)]), { priceIncludesTax: false });
    expect([counts(refused), refused.tally]).toEqual([[1, 0, 0, 0, 1], { 'imports.vat_missing': 1 }]);
    expect(await rowsOf('select 1 from product')).toEqual([]);
    await take(file([product(1)]), { priceIncludesTax: false, vatRate: 5.5 });
    expect(await rowsOf('select price_cents from variant')).toEqual([{ price_cents: 158 }]);
    expect(await rowsOf('select vat_rate::float8 as rate from product')).toEqual([{ rate: 5.5 }]);
  });

  it('that are no product file are refused, and good rows never wait for bad ones', async () => {
    const picture = await take(Readable.from([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')]));
    expect(picture.problem).toEqual({ code: 'tabular.not_a_table', details: { looksLike: 'image/png' } });
    const register = await take(Readable.from([Buffer.from('siret;nom\n1;a\n')]));
    expect(register.problem).toMatchObject({ code: 'imports.unknown_format' });
    const mixed = await take(file([product(1), 'x,,Title,Default Title,S,shopify,1,3.00,,active', product(2)]));
    expect(counts(mixed)).toEqual([3, 2, 0, 0, 1]);
    const lines = await asShop(martin, () => imports.report(mixed.importId, undefined, ({ code }) => code));
    let csv = '';
    await asShop(martin, async () => {
      for await (const line of lines) csv += line;
    });
    const reported: string[][] = [];
    for await (const { cells } of (await openTable(Readable.from([Buffer.from(csv)]))).rows) reported.push(cells);
    expect(reported.map((cells) => [cells[0], ...cells.slice(-2)])).toEqual([['x', '3', 'imports.title_missing']]);
  });

  it('of the merchant go in by their columns, which are remembered for the next file of the same shape', async () => {
    const own = (lines: string[]): Readable => Readable.from([Buffer.from(['Titre;PV HT;Qté', ...lines].join('\n'))]);
    const first = await take(own(['Thé;10;3', 'Café;2,50;1']), {}, true);
    expect(first.problem).toMatchObject({ code: 'imports.unknown_format', details: { columns: 'Titre, PV HT, Qté' } });
    const seen = await asShop(martin, () => imports.columns(first.importId));
    expect([seen.isGuess, seen.columns, seen.rows]).toEqual([
      true,
      ['Titre', 'PV HT', 'Qté'],
      [
        ['Thé', '10', '3'],
        ['Café', '2,50', '1'],
      ],
    ]);
    expect(seen.mapping).toEqual({
      columns: { name: ['Titre'], price: ['PV HT'], stock: ['Qté'] },
      priceIncludesTax: false,
    });
    const unpriced = await asShop(martin, () => imports.map(first.importId, seen.mapping, null));
    await asShop(martin, () => imports.run(unpriced.importId));
    expect((await asShop(martin, () => imports.get(unpriced.importId))).tally).toEqual({ 'imports.vat_missing': 2 });
    const again = await asShop(martin, () => imports.recheck(unpriced.importId, { vatRate: 5.5 }, null));
    expect(counts(await asShop(martin, () => imports.run(again.importId)))).toEqual([2, 2, 0, 0, 0]);
    const cards = await asShop(martin, () => imports.preview(again.importId, 6));
    expect(cards.map(({ name, variants }) => [name, variants[0]?.priceCents])).toEqual([
      ['Thé', 1055],
      ['Café', 264],
    ]);
    const { importId } = await asShop(martin, () => imports.confirm(again.importId, undefined, null));
    expect(counts(await asShop(martin, () => imports.run(importId)))).toEqual([2, 2, 0, 0, 0]);
    const next = await take(own(['Café;2,50;1', 'Thé;11;3']), { vatRate: 5.5 });
    expect([next.format, ...counts(next)]).toEqual(['mapped', 2, 0, 1, 1, 0]);
    await expect(asShop(lucie, () => imports.columns(first.importId))).rejects.toThrow(NotFoundError);
    const elsewhere = await asShop(lucie, () =>
      imports.prepare(lucie, { fileName: 'p.csv', body: own(['Thé;1;1']), dryRun: true, createdBy: null }),
    );
    expect((await asShop(lucie, () => imports.run(elsewhere.importId))).problem?.code).toBe('imports.unknown_format');
  });

  it('keep their file for thirty days, and their report after it', async () => {
    const checked = await take(file([product(1), 'x,,Title,Default Title,S,shopify,1,3.00,,active']), {}, true);
    const sweep = module.get(FileSweep);
    const after = async (days: number): Promise<void> => {
      Clock.freeze(
        Clock.now()
          .add({ hours: days * 24 })
          .toString(),
      );
      await sweep.handle();
      Clock.freeze(null);
    };
    await after(29);
    expect(await asShop(martin, () => imports.preview(checked.importId, 5))).toHaveLength(1);
    await after(31);
    expect(await asShop(martin, () => imports.preview(checked.importId, 5))).toEqual([]);
    const { importId } = await asShop(martin, () => imports.confirm(checked.importId, undefined, null));
    expect((await asShop(martin, () => imports.run(importId))).problem?.code).toBe('imports.file_gone');
    expect(await asShop(martin, () => imports.notes(checked.importId, undefined, { limit: 9 }))).toHaveLength(1);
  });

  it('belong to their shop', async () => {
    const { importId } = await take(file([product(1)]));
    await expect(asShop(lucie, () => imports.get(importId))).rejects.toThrow(NotFoundError);
    await expect(asShop(lucie, () => imports.run(importId))).rejects.toThrow(NotFoundError);
    expect(await asShop(lucie, () => imports.list())).toEqual([]);
    expect(await asShop(martin, () => imports.list())).toHaveLength(1);
  });

  if (!CORPUS) console.log('skipped: CORPUS_DIR not set');
  (CORPUS ? describe : describe.skip)('of others', () => {
    it.each([
      ['shopify/classic-2021_indoor.csv', [20, 20, 0, 0, 0], 21, 21],
      ['shopify/new-2024_url-handle_template.csv', [2, 2, 0, 0, 0], 15, 1],
      ['woocommerce/sample_products.csv', [15, 11, 0, 0, 4], 18, 19],
      ['openfoodnetwork/sample_file_120_products.csv', [120, 120, 0, 0, 0], 120, 0],
      ['openfoodnetwork/product_list_template.csv', [0, 0, 0, 0, 0], 0, 0],
      ['thelia/products_fr_en.csv', [30, 30, 0, 0, 0], 99, 0],
      ['feeds/google_rss_fr_made_from_thelia.xml', [20, 20, 0, 0, 0], 35, 20],
    ])('%s', async (name, wanted, variants, photos) => {
      expect(counts(await take(createReadStream(join(CORPUS ?? '', 'catalogues', name))))).toEqual(wanted);
      expect(await rowsOf('select count(*)::int as n from variant')).toEqual([{ n: variants }]);
      expect(await rowsOf('select count(*)::int as n from photo')).toEqual([{ n: photos }]);
      const again = await take(createReadStream(join(CORPUS ?? '', 'catalogues', name)));
      expect([again.created, again.updated, again.unchanged]).toEqual([0, 0, wanted[1]]);
    });

    it.each([
      [
        'catalogues/encodings/off_windows-1252_semicolon.csv',
        { name: ['product_name'], ean: ['code'], brand: ['brands'], category: ['main_category_fr'] },
        OFF,
      ],
      [
        'hostile/csv/fr_cp1252_semicolon_decimal-comma_made_here.csv',
        { name: ['Titre'], price: ['Prix TTC'], stock: ['Stock'], description: ['Description'] },
        [3, 2, 0, 0, 1],
      ],
      ['hostile/csv/ragged_dup_headers_made_here.csv', { name: ['Nom'], price: ['Prix'] }, [3, 2, 0, 0, 1]],
      ['hostile/csv/sep_line_excel_made_here.csv', { name: ['Nom'], price: ['Prix'] }, [1, 1, 0, 0, 0]],
      ['hostile/csv/csv-payload.txt', { name: ['DDE ("cmd";"/C calc";"!A0")A0'] }, [5, 4, 0, 0, 1]],
    ])('%s, by its columns', async (name, columns, wanted) => {
      const mapping = { columns, priceIncludesTax: true };
      const first = await take(createReadStream(join(CORPUS ?? '', name)), { mapping });
      expect(counts(first)).toEqual(wanted);
      const again = await take(createReadStream(join(CORPUS ?? '', name)));
      expect([again.created, again.updated, again.unchanged]).toEqual([0, 0, wanted[1]]);
    });

    it.each([
      ['billion_laughs_feed.xml', 'imports.feed_doctype'],
      ['bomb_200MB_in_200kB.zip', 'imports.archive_not_table'],
      ['bomb_300MB.csv.gz', 'imports.archive_not_table'],
      ['slip_A.zip', 'imports.archive_not_table'],
      ['xxe_sheet.xlsx', 'tabular.unsafe_workbook'],
    ])('refuses %s with %s, at once', async (name, code) => {
      const began = performance.now();
      const before = process.memoryUsage().rss;
      const refused = await take(createReadStream(join(CORPUS ?? '', 'hostile/archives', name)));
      expect([refused.state, refused.problem?.code]).toEqual(['refused', code]);
      expect(performance.now() - began).toBeLessThan(2000);
      expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000);
    });
  });
});

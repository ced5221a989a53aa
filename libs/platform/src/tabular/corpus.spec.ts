import { join } from 'node:path';
import { openTable } from './index.js';

const CORPUS = process.env['CORPUS_DIR'];

async function read(file: string) {
  const table = await openTable(join(CORPUS ?? '', file));
  const rows: unknown[][] = [];
  for await (const { line, cells, error } of table.rows) rows.push([line, error?.code ?? cells]);
  return { encoding: table.encoding, separator: table.separator, header: table.header, rows };
}

if (!CORPUS) console.log('skipped: CORPUS_DIR not set');
(CORPUS ? describe : describe.skip)('files of others', () => {
  it('reads the French desk: Windows-1252, decimal commas, a quote never closed', async () => {
    expect(await read('hostile/csv/fr_cp1252_semicolon_decimal-comma_made_here.csv')).toEqual({
      encoding: 'windows-1252',
      separator: ';',
      header: ['Titre', 'Prix TTC', 'Stock', 'Description'],
      rows: [
        [2, ['Bouquet « Noël » œillets', '1\u00a0234,50\u00a0€', '12', 'Rose "rouge"\r\net blanche']],
        [4, ['=HYPERLINK("http://x")', '+1', '-2', '@SUM(A1)']],
        [5, 'tabular.broken_quote'],
      ],
    });
  });

  it('reads ragged rows and repeated headers', async () => {
    expect(await read('hostile/csv/ragged_dup_headers_made_here.csv')).toEqual({
      encoding: 'utf-8',
      separator: ',',
      header: ['Nom', 'Prix', 'Prix', ''],
      rows: [
        [2, ['A', '1', '', '']],
        [3, 'tabular.extra_cells'],
        [5, ['C\nD', '2', '', '']],
      ],
    });
  });

  it("reads Excel's sep= line", async () => {
    expect(await read('hostile/csv/sep_line_excel_made_here.csv')).toEqual({
      encoding: 'utf-8',
      separator: ';',
      header: ['Nom', 'Prix'],
      rows: [[3, ['Thé', '3,50']]],
    });
  });

  it('reads formula payloads as text', async () => {
    const { rows } = await read('hostile/csv/csv-payload.txt');
    expect(rows.map(([line]) => line)).toEqual([2, 3, 4, 5, 6]);
  });

  it.each([
    ['catalogues/encodings/off_windows-1252_semicolon.csv', 'windows-1252', ';', 333],
    ['catalogues/thelia/products_fr_en.csv', 'utf-8', ';', 30],
    ['catalogues/prestashop/ps17_products_import.csv', 'utf-8', ';', 7],
    ['catalogues/prestashop/thirtybees_combinations_import.csv', 'utf-8', ',', 27],
    ['catalogues/openfoodnetwork/sample_file_120_products.csv', 'utf-8', ',', 120],
    ['catalogues/magento/products_gear_bags.csv', 'utf-8', ',', 14],
  ])('%s', async (file, encoding, separator, count) => {
    const table = await read(file);
    expect([table.encoding, table.separator, table.rows.length]).toEqual([encoding, separator, count]);
    expect(table.rows.filter(([, cells]) => typeof cells === 'string')).toEqual([]);
  });

  it.each([
    'archives/bomb_300MB.csv.gz',
    'archives/bomb_200MB_in_200kB.zip',
    'archives/slip_A.zip',
    'archives/xxe_sheet.xlsx',
  ])('refuses %s at once', async (file) => {
    const began = performance.now();
    await expect(read(`hostile/${file}`)).rejects.toMatchObject({ code: expect.stringMatching(/^tabular\./) });
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

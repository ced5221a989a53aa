import { Readable } from 'node:stream';
import { zip } from '../../../../test/support/zip-archive.js';
import { openTable, type TableRow } from './index.js';

const workbook = (sheet: string, more: Record<string, string> = {}): Buffer =>
  zip({
    'xl/workbook.xml':
      '<workbook xmlns:r="r"><sheets><sheet name="Caché" state="hidden" r:id="rId1"/><sheet name="Produits" r:id="rId2"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="worksheets/none.xml"/><Relationship Id="rId2" Target="worksheets/sheet2.xml"/></Relationships>',
    'xl/worksheets/sheet2.xml': `<?xml version="1.0" encoding="UTF-8"?>${sheet}`,
    ...more,
  });

const sheetOf = (rows: string): string => `<worksheet><sheetData>${rows}</sheetData></worksheet>`;

async function read(bytes: Buffer) {
  const table = await openTable(Readable.from([bytes.subarray(0, 100), bytes.subarray(100)]));
  const rows: TableRow[] = [];
  for await (const row of table.rows) rows.push(row);
  return { table, rows };
}

const HEADER =
  '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Prix</t></is></c><c r="D1" t="str"><v>SIRET</v></c></row>';
const SHARED = {
  'xl/sharedStrings.xml': '<sst><si><t>Nom </t></si><si><r><t>Thé</t></r><r><t> &amp; œillet</t></r></si></sst>',
};

describe('workbooks', () => {
  it('reads the first visible sheet: shared and inline texts, numbers, gaps and yes or no', async () => {
    const rows =
      `${HEADER}<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3"><v>0.30000000000000004</v></c><c r="C3" t="b"><v>1</v></c>` +
      '<c r="D3"><v>7.3282932000074E13</v></c></row><row r="4"><c r="A4" s="1"/></row><row r="5"><c r="B5"><v>12</v></c></row>';
    const { table, rows: read3 } = await read(workbook(sheetOf(rows), SHARED));
    expect([table.header, table.separator]).toEqual([['Nom', 'Prix', '', 'SIRET'], null]);
    expect(read3).toEqual([
      { line: 3, cells: ['Thé & œillet', '0.3', 'TRUE', '73282932000074'] },
      { line: 5, cells: ['', '12', '', ''] },
    ]);
  });

  it('refuses the row whose cell or column is past the bounds, and reads on', async () => {
    const long = Array.from({ length: 12 }, (_, i) => `${i}`.repeat(50_000)).join('');
    const rows = `${HEADER}<row r="2"><c r="A2" t="str"><v>${long}</v></c></row><row r="3"><c r="ZZ3"><v>1</v></c></row><row r="4"><c r="A4"><v>1</v></c></row>`;
    const { rows: read4 } = await read(workbook(sheetOf(rows.replace(long, long + long)), SHARED));
    expect(read4.map(({ line, error }) => [line, error?.code])).toEqual([
      [2, 'tabular.cell_too_large'],
      [3, 'tabular.too_many_columns'],
      [4, undefined],
    ]);
  });

  it.each([
    ['a DOCTYPE', workbook(`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${sheetOf('')}`)],
    ['broken XML', workbook('<worksheet><sheetData><row>')],
    ['a bomb', workbook(sheetOf(`<row><c><v>${' '.repeat(12_000_000)}</v></c></row>`))],
    ['a missing sheet', workbook('', { 'xl/_rels/workbook.xml.rels': '<Relationships/>' })],
  ])('refuses %s', async (_, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({ code: 'tabular.unsafe_workbook' });
  });

  it('says that another archive is no table, and that a sheet may be empty', async () => {
    const archive = zip({ 'word/document.xml': '<x/>' });
    await expect(read(archive)).rejects.toMatchObject({
      code: 'tabular.not_a_table',
      details: { looksLike: 'application/zip' },
    });
    await expect(read(archive.subarray(0, 60))).rejects.toMatchObject({ code: 'tabular.not_a_table' });
    await expect(read(workbook(sheetOf('')))).rejects.toMatchObject({ code: 'tabular.empty' });
  });
});

describe('OpenDocument spreadsheets', () => {
  const MIME = 'application/vnd.oasis.opendocument.spreadsheet';
  const ods = (sheets: string, mimetype = MIME): Buffer =>
    zip({
      mimetype,
      'content.xml':
        '<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s"><office:automatic-styles>' +
        '<style:style style:name="ta1" style:family="table"><style:table-properties table:display="false"/></style:style>' +
        `</office:automatic-styles><office:body><office:spreadsheet>${sheets}</office:spreadsheet></office:body></office:document-content>`,
    });
  const sheet = (rows: string, style = 'ta2'): string =>
    `<table:table table:name="A" table:style-name="${style}">${rows}</table:table>`;
  const row = (cells: string, repeat = 1): string =>
    `<table:table-row table:number-rows-repeated="${repeat}">${cells}</table:table-row>`;
  const said = (text: string): string =>
    `<table:table-cell office:value-type="string"><text:p>${text}</text:p></table:table-cell>`;
  const blank = (times: number): string => `<table:table-cell table:number-columns-repeated="${times}"/>`;
  const NAMES = row(said('Nom') + said('Prix') + said('Stock') + said('EAN') + said('Note') + blank(16_379));

  it('are read from the first visible sheet: amounts, repeated cells, lines and remarks in cells', async () => {
    const rows =
      NAMES +
      row(
        '<table:table-cell office:value-type="string"><office:annotation><text:p>à revoir</text:p></office:annotation><text:p>Thé<text:s text:c="2"/>vert</text:p><text:p>en vrac</text:p></table:table-cell>' +
          '<table:table-cell office:value-type="currency" office:currency="EUR" office:value="12.5"><text:p>12,50 €</text:p></table:table-cell>' +
          '<table:table-cell office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell>' +
          '<table:table-cell office:value-type="float" office:value="3.560070278831E12"><text:p>3,56E+012</text:p></table:table-cell>' +
          blank(16_380),
      ) +
      row(blank(16_384), 20) +
      row(
        said('Café') +
          '<table:table-cell office:value-type="currency" office:currency="USD" office:value="5"><text:p>5 $</text:p></table:table-cell>' +
          '<table:table-cell office:value-type="float" office:value="0" table:number-columns-repeated="2"><text:p>0</text:p></table:table-cell>' +
          '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>VRAI</text:p></table:table-cell>',
        2,
      ) +
      row(blank(16_384), 1_048_000);
    const { table, rows: found } = await read(
      ods(sheet(row(said('Caché')), 'ta1') + sheet(rows) + sheet(row(said('Autre')))),
    );
    expect(table.header).toEqual(['Nom', 'Prix', 'Stock', 'EAN', 'Note']);
    expect(found).toEqual([
      { line: 2, cells: ['Thé  vert\nen vrac', '12.5', '3', '3560070278831', ''] },
      { line: 23, cells: ['Café', '5 USD', '0', '0', 'TRUE'] },
      { line: 24, cells: ['Café', '5 USD', '0', '0', 'TRUE'] },
    ]);
  });

  it('refuse what is hostile or no spreadsheet', async () => {
    const unsafe = { code: 'tabular.unsafe_workbook' };
    await expect(read(ods(sheet(NAMES + row(said('x'), 1_000_000))))).rejects.toMatchObject(unsafe);
    await expect(read(ods(`<!DOCTYPE x>${sheet(NAMES)}`))).rejects.toMatchObject(unsafe);
    await expect(read(ods(sheet(NAMES + row(said(' '.repeat(12_000_000))))))).rejects.toMatchObject(unsafe);
    const wide = await read(ods(sheet(NAMES + row(blank(900) + said('x')) + row(said('y')))));
    expect(wide.rows.map(({ line, error }) => [line, error?.code])).toEqual([
      [2, 'tabular.too_many_columns'],
      [3, undefined],
    ]);
    const text = ods(sheet(NAMES), 'application/vnd.oasis.opendocument.text');
    await expect(read(text)).rejects.toMatchObject({ code: 'tabular.not_a_table' });
  });
});

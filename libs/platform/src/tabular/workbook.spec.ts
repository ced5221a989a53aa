import { Readable } from 'node:stream';
import { crc32, deflateRawSync } from 'node:zlib';
import { openTable, type TableRow } from './index.js';

/** A ZIP archive of the given parts. */
function zip(parts: Record<string, string>): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(parts)) {
    const data = deflateRawSync(text);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(text), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(Buffer.byteLength(text), 18);
    fields.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    files.push(Buffer.from('PK\u0003\u0004'), fields, Buffer.from(name), data);
    directory.push(Buffer.from('PK\u0001\u0002\u0014\u0000'), fields, place, Buffer.from(name));
    offset += 30 + name.length + data.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length / 4, 4);
  end.writeUInt16LE(directory.length / 4, 6);
  end.writeUInt32LE(Buffer.concat(directory).length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, ...directory, Buffer.from('PK\u0005\u0006'), end]);
}

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

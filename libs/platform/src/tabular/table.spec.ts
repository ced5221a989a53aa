import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import iconv from 'iconv-lite';
import { openTable, type TableRow } from './index.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is still referenced, garbage left out. */
function liveBytes(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const source = (bytes: Buffer | string, chunk = 7): Readable => {
  const all = Buffer.from(bytes);
  const chunks: Buffer[] = [];
  for (let i = 0; i < all.length; i += chunk) chunks.push(all.subarray(i, i + chunk));
  return Readable.from(chunks);
};

async function read(bytes: Buffer | string, chunk?: number) {
  const table = await openTable(source(bytes, chunk));
  const rows: TableRow[] = [];
  for await (const row of table.rows) rows.push(row);
  return { table, rows, cells: rows.map((row) => row.cells), codes: rows.map((row) => row.error?.code ?? null) };
}

const FRENCH =
  'Désignation;Prix TTC;Où\r\nBouquet « Noël » œillets;12,50 €;près de l’hôtel\r\nPâté à l’ancienne;3,00 €;Évreux\r\n';

describe('encodings', () => {
  it.each([
    ['utf-8', Buffer.from(FRENCH)],
    ['utf-8', Buffer.from(`\ufeff${FRENCH}`)],
    ['utf-16le', iconv.encode(FRENCH, 'utf-16le', { addBOM: true })],
    ['utf-16be', iconv.encode(FRENCH, 'utf-16be', { addBOM: true })],
    ['utf-16le', iconv.encode(FRENCH, 'utf-16le', { addBOM: false })],
    ['utf-16be', iconv.encode(FRENCH, 'utf-16be', { addBOM: false })],
    ['windows-1252', iconv.encode(FRENCH, 'windows-1252')],
    ['macintosh', iconv.encode(FRENCH.replaceAll('\r\n', '\r').replaceAll('€', '¤'), 'macintosh')],
  ])('reads %s', async (encoding, bytes) => {
    const { table, cells } = await read(bytes);
    expect(table.encoding).toBe(encoding);
    expect(table.separator).toBe(';');
    expect(table.header).toEqual(['Désignation', 'Prix TTC', 'Où']);
    expect(cells).toEqual([
      ['Bouquet « Noël » œillets', '12,50 €', 'près de l’hôtel'],
      ['Pâté à l’ancienne', '3,00 €', 'Évreux'],
    ]);
  });

  it('decides late when the first accents come after the sample', async () => {
    const plain = 'nom,ville\n' + 'rose,Loches\n'.repeat(20_000);
    for (const encoding of ['windows-1252', 'macintosh', 'utf-8']) {
      const { table, rows } = await read(iconv.encode(`${plain}Pâquerette,Orléans\n`, encoding), 65_536);
      expect(table.encoding).toBe(encoding);
      expect(rows.at(-1)).toEqual({ line: 20_002, cells: ['Pâquerette', 'Orléans'] });
    }
  });

  it('refuses only the row that holds bytes of another encoding', async () => {
    const bytes = Buffer.concat([
      Buffer.from('nom,prix\nRosé,1\nThé,2\ncaf'),
      Buffer.from([0xe9]),
      Buffer.from(',3\nœillet,4\n'),
    ]);
    const { cells, codes } = await read(bytes);
    expect(codes).toEqual([null, null, 'tabular.unreadable_text', null]);
    expect(cells[3]).toEqual(['œillet', '4']);
  });
});

describe('separators', () => {
  it.each([
    [',', 'a,b,c\n1,2,3\n'],
    [';', 'Nom, prénom;Prix\nA, B;1,50\nC, D;2,50\n'],
    ['\t', 'a\tb\n1,5\t2;3\n'],
    ['|', 'a|b\n"x|y"|2\n'],
    [',', 'nom\nrose\n'],
    [',', 'a,b\n"1;2;3",4\n"5;6;7",8\n'],
  ])('finds %j', async (separator, text) => {
    expect((await read(text)).table.separator).toBe(separator);
  });

  it("takes Excel's sep= line at its word and counts it as a line", async () => {
    const { table, rows } = await read('\ufeffsep=;\r\nNom;Prix\r\nThé;3,50\r\n');
    expect(table.header).toEqual(['Nom', 'Prix']);
    expect(rows).toEqual([{ line: 3, cells: ['Thé', '3,50'] }]);
  });
});

describe('rows', () => {
  it('keeps duplicated and empty headers, pads short rows, leaves blank ones out', async () => {
    const { table, rows } = await read(' Nom ,Prix,Prix,\nA,1\n,,,\n\n"C\nD",2,,\nE,1,2,3,,\n');
    expect(table.header).toEqual(['Nom', 'Prix', 'Prix', '']);
    expect(table.columns).toEqual(['Nom', 'Prix', 'Prix (2)', 'Colonne 4']);
    expect(rows).toEqual([
      { line: 2, cells: ['A', '1', '', ''] },
      { line: 5, cells: ['C\nD', '2', '', ''] },
      { line: 7, cells: ['E', '1', '2', '3'] },
    ]);
  });

  it('refuses a row whose values would stand under the wrong names', async () => {
    const { rows } = await read('nom,prix\nrose,12,50\nlys,3\n');
    expect(rows[0]?.error?.details).toEqual({ line: 2, cells: 3, columns: 2 });
    expect(rows[1]).toEqual({ line: 3, cells: ['lys', '3'] });
  });

  it('refuses a row with a NUL and goes on', async () => {
    const long = 'x'.repeat(70_000);
    expect((await read(`a,b\n${long},1\nc\0d,2\ne,3\n`, 65_536)).codes).toEqual([
      null,
      'tabular.unreadable_text',
      null,
    ]);
  });

  it('reads inner quotes that open nothing as text, and blanks around quoted cells', async () => {
    const { cells } = await read('a,b\nÉcran 24",=F("x")\n "1, 2" ,x\n');
    expect(cells).toEqual([
      ['Écran 24"', '=F("x")'],
      ['1, 2', 'x'],
    ]);
  });
});

describe('broken quotes', () => {
  it('costs its own line when a quote is never closed', async () => {
    for (const chunk of [1, 5, 1000]) {
      const { rows } = await read('a,b\n1,"two\n3,four\n5,six\n', chunk);
      expect(rows.map(({ line, error }) => [line, error?.code])).toEqual([
        [2, 'tabular.broken_quote'],
        [3, undefined],
        [4, undefined],
      ]);
      expect(rows[1]?.cells).toEqual(['3', 'four']);
    }
  });

  it('costs its own line when text follows a closing quote', async () => {
    const { rows } = await read('a,b\r\n"x"y,2\r\n3,"é"\r\n');
    expect(rows.map(({ line, error }) => [line, error?.details])).toEqual([
      [2, { line: 2 }],
      [3, undefined],
    ]);
  });

  it('does not take the inside of a broken cell for rows', async () => {
    const { rows } = await read('a,b,c\n1,"he said\n"hello" there",5\nend"\n2,ok,6\n');
    expect(rows.map(({ line, error }) => [line, error?.code])).toEqual([
      [2, 'tabular.broken_quote'],
      [3, 'tabular.broken_quote'],
      [4, 'tabular.broken_quote'],
      [5, undefined],
    ]);
  });

  it('does not let an open quote swallow megabytes of good rows', async () => {
    const many = '1,two\n'.repeat(400_000);
    const { rows, codes } = await read(`a,b\n0,"open\n${many}`, 65_536);
    expect(rows).toHaveLength(400_001);
    expect(codes.filter((code) => code !== null)).toEqual(['tabular.broken_quote']);
    expect(rows.at(-1)?.line).toBe(400_002);
  });
});

describe('bounds', () => {
  it('refuses a cell of 1 MB with its line, and reads on', async () => {
    const big = 'x'.repeat(1_000_001);
    for (const cell of [big, `"${big}"`]) {
      const { rows } = await read(`a,b\n1,2\n${cell},3\n4,5\n`, 65_536);
      expect(rows.map(({ line, error }) => [line, error?.code])).toEqual([
        [2, undefined],
        [3, 'tabular.cell_too_large'],
        [4, undefined],
      ]);
      expect(rows[1]?.error?.details).toEqual({ line: 3, kilobytes: 1000 });
      expect(rows[1]?.cells[0]).toHaveLength(500);
    }
  });

  it('refuses a row of more than 500 cells, and a header of more at once', async () => {
    const wide = Array.from({ length: 501 }, () => 'x').join(',');
    const { rows } = await read(`a,b\n${wide}\n1,2\n`, 65_536);
    expect(rows.map(({ error }) => error?.details)).toEqual([{ line: 2, columns: 500 }, undefined]);
    await expect(openTable(source(`\n${wide}\n`))).rejects.toMatchObject({
      code: 'tabular.too_many_columns',
      details: { line: 2 },
    });
  });

  it('refuses a file over its bound, whether it is measured or arrives', async () => {
    const table = await openTable(source('a,b\n' + '1,2\n'.repeat(50_000), 65_536), { limits: { file: 100_000 } });
    await expect(
      (async () => {
        for await (const row of table.rows) expect(row.error).toBeUndefined();
      })(),
    ).rejects.toMatchObject({ code: 'tabular.too_large', status: 413 });
    await expect(openTable(new URL(import.meta.url).pathname, { limits: { file: 10 } })).rejects.toMatchObject({
      code: 'tabular.too_large',
    });
  });

  it.each([
    ['image/png', '89504e470d0a1a0a'],
    ['image/jpeg', 'ffd8ffe000104a46'],
    ['application/pdf', '255044462d312e37'],
    ['application/gzip', '1f8b0800'],
    ['application/vnd.ms-excel', 'd0cf11e0a1b11ae1'],
    ['text/html', Buffer.from('<!DOCTYPE html><html>').toString('hex')],
    ['application/xml', Buffer.from('<?xml version="1.0"?><rss/>').toString('hex')],
    ['application/octet-stream', '61620063'],
  ])('says that the file looks like %s', async (looksLike, hex) => {
    await expect(openTable(source(Buffer.from(hex, 'hex')))).rejects.toMatchObject({
      code: 'tabular.not_a_table',
      details: { looksLike },
    });
  });

  it.each(['', '\ufeff', '\n \n,,\n'])('says that %j is empty', async (text) => {
    await expect(openTable(source(text))).rejects.toMatchObject({ code: 'tabular.empty' });
  });

  it('keeps memory flat over a stream of 150 MB', async () => {
    const row = `rose,"un bouquet, ${'fleuri '.repeat(140)}",12.50\n`;
    const chunk = Buffer.from(row.repeat(64));
    async function* stream(): AsyncGenerator<Buffer> {
      yield Buffer.from('a,b,c\n');
      for (let sent = 0; sent < 150_000_000; sent += chunk.length) yield chunk;
    }
    const table = await openTable(stream());
    const held: number[] = [];
    let rows = 0;
    for await (const { error } of table.rows) {
      if (error) throw error;
      if (++rows % 25_000 === 0) held.push(liveBytes());
    }
    expect(rows).toBe(Math.ceil(150_000_000 / chunk.length) * 64);
    expect((held.at(-1) ?? 0) - (held[0] ?? 0)).toBeLessThan(8_000_000);
  }, 30_000);
});

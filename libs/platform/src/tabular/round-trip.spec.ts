import { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { formatCsvRow, openTable, writeCsv } from './index.js';

const source = (text: string, chunk: number): Readable => {
  const all = Buffer.from(text);
  const count = Math.ceil(all.length / chunk);
  return Readable.from(Array.from({ length: count }, (_, i) => all.subarray(i * chunk, (i + 1) * chunk)));
};

describe('round trips', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.stringMatching(/^['=+\-@\t\r\n ",;|a＝]{0,8}$/),
  );
  const clean = cell.map((text) => text.replaceAll('\0', ''));
  const table = fc
    .integer({ min: 1, max: 5 })
    .chain((width) => fc.array(fc.array(clean, { minLength: width, maxLength: width }), { maxLength: 8 }));
  const filled = (rows: string[][]): string[][] => rows.filter((row) => row.some((text) => text.trim() !== ''));

  it('gives back what writeCsv wrote, formulas included', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom(',' as const, ';' as const, '\t' as const, '|' as const),
        fc.integer({ min: 1, max: 64 }),
        async (rows, separator, chunk) => {
          const header = (rows[0] ?? ['']).map((_, i) => `colonne ${i}`);
          let text = '';
          for await (const piece of writeCsv([header, ...rows], { separator })) text += piece;
          const again = await openTable(source(text, chunk));
          if (header.length > 1 && again.separator !== separator) return;
          const cells: string[][] = [];
          for await (const row of again.rows) cells.push(row.cells);
          expect(filled(cells)).toEqual(filled(rows));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('reads what csv-stringify writes as csv-parse reads it', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const plain = filled(rows.map((row) => row.map((text) => text.replace(/^'+/, ''))));
        const text = stringify([(plain[0] ?? ['']).map((_, i) => `c${i}`), ...plain], { quoted: true });
        const cells: string[][] = [];
        for await (const row of (await openTable(source(text, 16))).rows) cells.push(row.cells);
        expect(cells).toEqual(parse(text, { from_line: 2, relax_column_count: true }));
      }),
      { numRuns: 200 },
    );
  });

  it('begins no cell with what a spreadsheet runs', () => {
    fc.assert(
      fc.property(clean, (text) => {
        const written = formatCsvRow([text], ';').slice(0, -2).replace(/^"/, '');
        expect(written).not.toMatch(/^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/u);
      }),
    );
  });
});

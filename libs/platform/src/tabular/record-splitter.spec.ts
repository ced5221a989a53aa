import fc from 'fast-check';
import { RecordSplitter, type SplitRecord } from './record-splitter.js';

function split(text: string, piece: number): SplitRecord[] {
  const splitter = new RecordSplitter(';', { cell: 12, row: 40, columns: 5 });
  const records: SplitRecord[] = [];
  const drain = (): void => {
    for (let record = splitter.next(); record; record = splitter.next()) records.push(record);
  };
  for (let i = 0; i < text.length; i += piece) {
    splitter.push(text.slice(i, i + piece));
    drain();
  }
  splitter.end();
  drain();
  return records;
}

const nasty = fc.stringMatching(/^(?:"|""|;|\r\n|\n|\r| |\t|a|abcdefghijklmn){0,40}$/);

describe('splitting', () => {
  it('finds the same good records on the same lines however the text arrives', () => {
    fc.assert(
      fc.property(nasty, fc.integer({ min: 1, max: 9 }), (text, piece) => {
        const facts = (records: SplitRecord[]): unknown[] =>
          records.map(({ line, cells, problem }) => (problem ? [line, problem] : [line, cells]));
        expect(facts(split(text, piece))).toEqual(facts(split(text, 1_000_000)));
      }),
      { numRuns: 2000 },
    );
  });

  it('counts physical lines, whatever ends them', () => {
    const records = split('a\r\n"b\r\nc";d\n\n\re\r"x\ny\n', 1);
    expect(records.map(({ line, cells, problem }) => [line, problem ?? cells])).toEqual([
      [1, ['a']],
      [2, ['b\r\nc', 'd']],
      [4, ['']],
      [5, ['']],
      [6, ['e']],
      [7, 'broken_quote'],
      [8, ['y']],
    ]);
  });
});

import { RecordSplitter, type SplitLimits, type SplitRecord } from './record-splitter.js';

/** In the order of preference when two fit equally well: a comma is also prose and decimals. */
const CANDIDATES = ['\t', ';', '|', ','] as const;
export type Separator = (typeof CANDIDATES)[number];

const SAMPLE_RECORDS = 100;

/** Excel's first line `sep=;`: the separator it names and the length of that line, else null. */
export function readSepLine(text: string): { separator: Separator | null; length: number } | null {
  const match = /^sep=(.)?(\r\n|\n|\r)/i.exec(text);
  if (!match) return null;
  const named = CANDIDATES.find((candidate) => candidate === match[1]);
  return { separator: named ?? null, length: match[0].length };
}

/**
 * The separator whose records most steadily have as many cells as the first one. A file of one column answers a comma.
 * @param complete whether `sample` is the whole file, so that its last line may be judged too
 */
export function detectSeparator(sample: string, complete: boolean, limits: SplitLimits): Separator {
  let best: Separator = ',';
  let bestScore = 0;
  for (const candidate of CANDIDATES) {
    const score = steadiness(splitSample(sample, complete, candidate, limits));
    if (score > bestScore) [best, bestScore] = [candidate, score];
  }
  return best;
}

function splitSample(sample: string, complete: boolean, separator: string, limits: SplitLimits): SplitRecord[] {
  const splitter = new RecordSplitter(separator, limits);
  splitter.push(sample);
  if (complete || !/[\r\n]/.test(sample)) splitter.end();
  const records: SplitRecord[] = [];
  for (let record = splitter.next(); record && records.length < SAMPLE_RECORDS; record = splitter.next()) {
    if (record.cells.some((cell) => cell.trim() !== '')) records.push(record);
  }
  return records;
}

/** Lines that stand above a table; how many of its records must then be alike to be one, and how wide. */
const MOST_TITLES = 5;
const ALIKE = 0.9;
const LEAST_COLUMNS = 3;

function steadiness(records: SplitRecord[]): number {
  const start = records.findIndex(({ cells }) => cells.length > 1);
  if (start <= 0 || start > MOST_TITLES) return steadinessBelow(records);
  const table = records.slice(start);
  const columns = table[0]?.cells.length ?? 0;
  const alike = table.filter(({ cells }) => cells.length === columns).length;
  return columns >= LEAST_COLUMNS && table.length > 1 && alike >= table.length * ALIKE ? steadinessBelow(table) : 0;
}

function steadinessBelow(records: SplitRecord[]): number {
  const [header, ...rows] = records;
  if (!header || header.problem || header.cells.length < 2) return 0;
  const columns = header.cells.length;
  const same = rows.filter((row) => row.problem === null && row.cells.length === columns).length;
  return ((same + 1) / (rows.length + 1)) * Math.log2(columns + 1);
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';

/** A product as the corpus names it. */
export interface Title {
  name: string;
  brand: string | null;
  ean: string | null;
}

/** What somebody types, and the title that is meant by it. */
export interface Question {
  query: string;
  kind: string;
  wanted: string;
}

interface Row {
  [column: string]: string;
}

const rowsOf = (file: string): Row[] => parse(readFileSync(file), { columns: true, bom: true });

/** Product names of Open Food Facts and kinds of things of the Google taxonomy, as `vocabulary/` of the corpus holds them. */
export function readTitles(corpus: string): Title[] {
  const folder = path.join(corpus, 'vocabulary');
  const food = rowsOf(path.join(folder, 'openfoodfacts_fr_2018_A.csv')).map((row) => ({
    name: row['product_name'] ?? '',
    brand: row['brands']?.split(',')[0] || null,
    ean: /^\d{8,14}$/.test(row['ean'] ?? '') ? (row['ean'] ?? null) : null,
  }));
  const kinds = readFileSync(path.join(folder, 'product_kinds_fr_A.txt'), 'utf8').split('\n').filter(Boolean);
  return [...food, ...kinds.map((name) => ({ name: name.trim(), brand: null, ean: null }))].filter(
    ({ name }) => name !== '',
  );
}

export const readQuestions = (corpus: string): Question[] =>
  rowsOf(path.join(corpus, 'vocabulary', 'queries_fr_made_here_A.csv')).map((row) => ({
    query: row['query'] ?? '',
    kind: row['kind'] ?? '',
    wanted: row['target_title'] ?? '',
  }));

import type { FeedField, FeedTable } from './feed-fields.js';
import type { SourceRow } from './product-format.js';

const NAMED: [FeedField, string][] = [
  ['size', 'Taille'],
  ['color', 'Couleur'],
  ['material', 'Matière'],
  ['pattern', 'Motif'],
];
const MOST = 3;
const NONE = '–';

/** What tells the items of a group apart, and each item's values of it. */
export function feedOptions(
  columns: FeedTable,
  rows: SourceRow[],
): { names: string[]; valuesOf: (row: SourceRow) => string[] } {
  if (rows.length === 1) return { names: [], valuesOf: () => [] };
  const values = new Map(rows.map((row) => [row, attributesOf(columns, row)]));
  const all = [...new Set([...values.values()].flatMap((own) => [...own.keys()]))];
  const telling = all.filter((name) => new Set([...values.values()].map((own) => own.get(name) ?? NONE)).size > 1);
  const names = telling.slice(0, MOST);
  const valuesOf = (row: SourceRow): string[] => names.map((name) => values.get(row)?.get(name) ?? NONE);
  const isEnough = new Set(rows.map((row) => JSON.stringify(valuesOf(row)))).size === rows.length;
  if (isEnough || names.length === MOST) return { names, valuesOf };
  return { names: [...names, 'Modèle'], valuesOf: (row) => [...valuesOf(row), modelOf(columns, row, rows)] };
}

function attributesOf(columns: FeedTable, { cells }: SourceRow): Map<string, string> {
  const found = new Map<string, string>();
  for (const [field, name] of NAMED) {
    const text = columns.text(cells, field);
    if (text !== '') found.set(name, text);
  }
  for (const pair of columns.text(cells, 'otherOptions').split(',')) {
    const [name, value] = pair.split(':').map((part) => part.trim());
    if (name && value) found.set(name, value);
  }
  return found;
}

/** Items whose attributes do not tell them apart are told apart by their titles, or by their identifiers when these are alike. */
function modelOf(columns: FeedTable, { cells }: SourceRow, rows: SourceRow[]): string {
  const titles = new Set(rows.map((row) => columns.text(row.cells, 'title')));
  return columns.text(cells, titles.size === rows.length ? 'title' : 'id').slice(0, 100);
}

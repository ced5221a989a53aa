import type { TableCell, TableFault, TableRow } from '#libs/catalog';
import { z } from 'zod';
import { parseCents } from '#libs/kernel';
import { typedCents } from './product-fields.js';

/** Whatever an address says: a wrong page is the first one. */
export const tableQuery = z.object({
  etat: z.enum(['', 'en-vente', 'brouillons']).catch(''),
  q: z.string().trim().max(100).catch(''),
  rayon: z.string().max(200).catch(''),
  stock: z.enum(['', 'epuise']).catch(''),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
  edition: z.string().max(40).catch(''),
});

export type TableQuery = z.output<typeof tableQuery>;

/** The cells of the form that differ from what stood in them, and those that nobody can read. */
export interface TypedTable {
  cells: TableCell[];
  unreadable: Pick<TableFault, 'field' | 'id' | 'code' | 'now'>[];
}

const CELLS_MAX = 2000;

/** `price-<variant>` beside `price0-<variant>`, `stock-…`, and `sale-<product>` beside `sale0-<product>`. */
export const cellName = (field: TableFault['field'], id: string): string => `${NAMES[field]}-${id}`;

const NAMES = { price: 'price', stock: 'stock', published: 'sale' } as const;

/** What somebody typed into the table. */
export function typedTable(body: unknown): TypedTable {
  const fields = Object.entries(body ?? {}).slice(0, CELLS_MAX * 2);
  const texts = new Map(fields.map(([name, value]) => [name, typeof value === 'string' ? value.trim() : '']));
  const table: TypedTable = { cells: [], unreadable: [] };
  for (const [name, shown] of texts) {
    const [, kind, id] = /^(price|stock|sale)0-([0-9a-fA-F-]{1,40})$/.exec(name) ?? [];
    if (kind === undefined || id === undefined) continue;
    const typed = texts.get(`${kind}-${id}`);
    if (kind === 'sale') addSale(table, { id, shown: shown === 'yes', wanted: typed === 'yes' });
    else if (typed !== undefined) addNumber(table, kind as 'price' | 'stock', { id, shown: Number(shown), typed });
  }
  return table;
}

function addSale({ cells }: TypedTable, { id, shown, wanted }: { id: string; shown: boolean; wanted: boolean }): void {
  if (shown !== wanted) cells.push({ field: 'published', productId: id, shown, wanted });
}

function addNumber(
  { cells, unreadable }: TypedTable,
  field: 'price' | 'stock',
  { id, shown, typed }: { id: string; shown: number; typed: string },
): void {
  if (!Number.isInteger(shown) || typed === asTyped(field, shown)) return;
  const wanted = field === 'price' ? parseCents(typed) : countOf(typed);
  if (wanted === null || wanted < 0) unreadable.push({ field, id, code: `catalog.${field}`, now: null });
  else if (wanted !== shown) cells.push({ field, variantId: id, shown, wanted });
}

const asTyped = (field: 'price' | 'stock', value: number): string =>
  field === 'price' ? typedCents(value) : String(value);

function countOf(text: string): number | null {
  const digits = text.replace(/[\s\u00a0\u202f]/g, '');
  return /^\d{1,7}$/.test(digits) ? Number(digits) : null;
}

/** One cell as the page shows it. `shown` is what a save compares with. */
export interface CellView {
  name: string;
  shownName: string;
  value: string;
  shown: string;
  error: string | null;
}

/** A cell of a row; one that was refused keeps what was typed. */
export function cellView(
  row: TableRow,
  field: TableFault['field'],
  refused: Map<string, { typed: string; error: string; now: TableFault['now'] }>,
): CellView {
  const id = field === 'published' ? row.productId : row.variantId;
  const name = cellName(field, id);
  const stored = { price: row.priceCents, stock: row.onHand, published: row.published ? 'yes' : 'no' }[field];
  const fault = refused.get(name);
  const plain = typeof stored === 'number' ? asTyped(field === 'price' ? 'price' : 'stock', stored) : stored;
  return {
    name,
    shownName: cellName(field, id).replace('-', '0-'),
    value: fault ? fault.typed : plain,
    shown: String(stored),
    error: fault?.error ?? null,
  };
}

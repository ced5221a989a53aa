import { AppError, isSiret, normalizeSiret } from '#libs/kernel';
import { openTable, type Table } from '#libs/platform';

/** Rows of one file; each is a product, or a variant of one. */
const MOST_ROWS = 20_000;
const SIRET_COLUMN = /^\s*(?:n°\s*)?siret\s*$/i;

/** No column is called SIRET: nothing says whose products these are. Status 422. */
export class NoSiretColumnError extends AppError {
  readonly code = 'imports.first_products_siret';
  readonly status = 422;
}

/** Status 422, `most`. */
export class TooManyFirstProductsError extends AppError {
  readonly code = 'imports.first_products_many';
  readonly status = 422;
}

/** Rows that went nowhere. `reason`: cells that could not be read; no SIRET; a shop that is not there, or is another initiative's; one that its owner has taken over. */
export interface LeftRow {
  line: number;
  siret: string;
  reason: 'broken' | 'no_siret' | 'unknown' | 'taken_over';
}

export interface DealtRow {
  line: number;
  cells: string[];
}

/** The file without its SIRET column, its rows by SIRET. */
export interface RowsBySiret {
  header: string[];
  bySiret: Map<string, DealtRow[]>;
  left: LeftRow[];
}

/** Only looks at the header. @throws NoSiretColumnError, and what opening a file throws. */
export async function checkHeader(bytes: AsyncIterable<Buffer>): Promise<void> {
  const table = await openTable(bytes);
  try {
    siretColumn(table);
  } finally {
    await table.close();
  }
}

/** @throws NoSiretColumnError, TooManyFirstProductsError, and what opening a file throws. */
export async function readRows(bytes: AsyncIterable<Buffer>): Promise<RowsBySiret> {
  const table = await openTable(bytes);
  try {
    const at = siretColumn(table);
    const without = (cells: readonly string[]): string[] => cells.filter((_, i) => i !== at);
    const bySiret = new Map<string, DealtRow[]>();
    const left: LeftRow[] = [];
    let count = 0;
    for await (const { line, cells, error } of table.rows) {
      count += 1;
      if (count > MOST_ROWS) throw new TooManyFirstProductsError({ most: MOST_ROWS });
      const siret = normalizeSiret(cells[at] ?? '');
      if (error) left.push({ line, siret: '', reason: 'broken' });
      else if (!isSiret(siret)) left.push({ line, siret: (cells[at] ?? '').slice(0, 40), reason: 'no_siret' });
      else {
        const rows = bySiret.get(siret) ?? [];
        rows.push({ line, cells: without(cells) });
        bySiret.set(siret, rows);
      }
    }
    return { header: without(table.header), bySiret, left };
  } finally {
    await table.close();
  }
}

function siretColumn({ header }: Table): number {
  const at = header.findIndex((name) => SIRET_COLUMN.test(name));
  if (at < 0) throw new NoSiretColumnError();
  return at;
}

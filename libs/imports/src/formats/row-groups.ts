import type { TableRow } from '#libs/platform';
import { SeenKeys } from './draft-builder.js';
import { type ProductDraft, refuse, type RowRefusal, type SourceRow } from './product-format.js';

const MOST_ROWS = 20_000;
const MOST_CHARACTERS = 32_000_000;
/** More rows than a product may have variants and photos. */
const MOST_IN_GROUP = 2500;

export type Outcome = ProductDraft | RowRefusal;

/** How the rows of a file make products. */
export interface Grouping {
  /** Rows under one key are one product; a row without a key is refused. */
  keyOf(row: SourceRow): { key: string; isShared: boolean } | RowRefusal;
  /** The rows of a key as a product, in the order of the file. */
  read(key: string, rows: SourceRow[]): Outcome[];
}

/**
 * Products whose rows may stand anywhere in the file. A row whose key is not shared leaves at once; the others are held
 * until the file ends or the hold is full (20,000 rows): what comes later under a key that has left is refused.
 */
export async function* readGroups(rows: AsyncIterable<TableRow>, grouping: Grouping): AsyncGenerator<Outcome> {
  const groups = new RowGroups();
  for await (const row of rows) {
    if (row.error) {
      yield { kind: 'refusal', line: row.line, code: row.error.code, details: row.error.details, cells: row.cells };
      continue;
    }
    const at = grouping.keyOf(row);
    if ('kind' in at) yield at;
    else if (at.isShared) yield* groups.hold(at.key, row);
    else yield* groups.alone(at.key, row, grouping);
    if (groups.isFull) yield* groups.release(grouping);
  }
  yield* groups.release(grouping);
}

class RowGroups {
  private readonly groups = new Map<string, SourceRow[]>();
  private readonly gone = new SeenKeys();
  private rows = 0;
  private characters = 0;

  get isFull(): boolean {
    return this.rows >= MOST_ROWS || this.characters >= MOST_CHARACTERS;
  }

  hold(key: string, row: SourceRow): RowRefusal[] {
    const group = this.groups.get(key);
    if (group && group.length >= MOST_IN_GROUP)
      return [refuse(row, 'imports.too_many_rows', { key, most: MOST_IN_GROUP })];
    if (!group) {
      const firstLine = this.gone.firstLine(key, row.line);
      if (firstLine !== null) return [refuse(row, 'imports.product_rows_apart', { key, firstLine })];
      this.groups.set(Buffer.from(key).toString(), [this.copy(row)]);
    } else group.push(this.copy(row));
    return [];
  }

  alone(key: string, row: SourceRow, grouping: Grouping): Outcome[] {
    const firstLine = this.gone.firstLine(key, row.line);
    if (firstLine !== null) return [refuse(row, 'imports.duplicate_key', { key, firstLine })];
    return grouping.read(key, [row]);
  }

  *release(grouping: Grouping): Generator<Outcome> {
    for (const [key, rows] of this.groups) yield* grouping.read(key, rows);
    this.groups.clear();
    this.rows = this.characters = 0;
  }

  /** As read, cells are windows on the whole piece of the file, which would stay in memory with them. */
  private copy({ line, cells }: SourceRow): SourceRow {
    this.rows += 1;
    this.characters += cells.reduce((sum, cell) => sum + cell.length, 0);
    return { line, cells: cells.map((cell) => Buffer.from(cell, 'utf16le').toString('utf16le')) };
  }
}

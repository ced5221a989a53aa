import { readHeaderName, trimCell } from '#libs/platform';

/** The names, as `readHeaderName` keys them, under which each field is known; the first one found counts. */
export type ColumnNames<Field extends string> = Record<Field, readonly string[]>;

/** Finds a format's fields in a header, whatever the order, case, accents and hints of its columns. */
export class ColumnTable<Field extends string> {
  private readonly indexes = new Map<Field, number>();
  private readonly hints = new Map<Field, string>();

  constructor(names: ColumnNames<Field>, header: readonly string[]) {
    const columns = header.map(readHeaderName);
    for (const field of Object.keys(names) as Field[]) {
      const index = names[field]
        .map((name) => columns.findIndex(({ key, hint }) => key === name && !hint?.includes('metafields')))
        .find((found) => found >= 0);
      if (index === undefined) continue;
      this.indexes.set(field, index);
      this.hints.set(field, columns[index]?.hint ?? '');
    }
  }

  has(field: Field): boolean {
    return this.indexes.has(field);
  }

  /** What stands in parentheses after the column's name: a unit or a currency. */
  hint(field: Field): string {
    return this.hints.get(field) ?? '';
  }

  /** The trimmed text of a row's field, empty when the column is missing. */
  text(cells: readonly string[], field: Field): string {
    const index = this.indexes.get(field);
    return index === undefined ? '' : trimCell(cells[index] ?? '');
  }

  indexOf(field: Field): number | undefined {
    return this.indexes.get(field);
  }

  use(field: Field, index: number, hint = ''): void {
    this.indexes.set(field, index);
    this.hints.set(field, hint);
  }
}

/** 0 when a needed field is missing, else 0.7 and more with the share of all the fields that were found. */
export function recognition<Field extends string>(columns: ColumnTable<Field>, needed: Field[], all: Field[]): number {
  if (!needed.every((field) => columns.has(field))) return 0;
  return 0.7 + 0.3 * (all.filter((field) => columns.has(field)).length / all.length);
}

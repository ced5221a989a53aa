import type { SourceRow } from './product-format.js';

export interface Family {
  head: SourceRow;
  variations: SourceRow[];
}

/**
 * Holds variable products and variations until the end of the file, for they may stand anywhere in it. The hold is
 * bounded: past `maxRows` rows or `maxCharacters` of their cells, `isFull` answers true and the reader empties it.
 */
export class VariationStore {
  private readonly families = new Set<Family>();
  private readonly byReference = new Map<string, Family>();
  private orphans: { row: SourceRow; parent: string }[] = [];
  private rows = 0;
  private characters = 0;

  constructor(
    private readonly maxRows = 20_000,
    private readonly maxCharacters = 32_000_000,
  ) {}

  get isFull(): boolean {
    return this.rows >= this.maxRows || this.characters >= this.maxCharacters;
  }

  addParent(row: SourceRow, references: string[]): void {
    const family = { head: this.hold(row), variations: [] };
    this.families.add(family);
    for (const reference of references) if (!this.byReference.has(reference)) this.byReference.set(reference, family);
  }

  addVariation(row: SourceRow, parent: string): void {
    const family = this.byReference.get(parent);
    if (family) family.variations.push(this.hold(row));
    else this.orphans.push({ row: this.hold(row), parent });
  }

  /** Everything held, in the order of the file, and the variations whose parent is not among it. */
  release(): { families: Family[]; orphans: { row: SourceRow; parent: string }[] } {
    const orphans = this.orphans.filter(({ row, parent }) => {
      const family = this.byReference.get(parent);
      family?.variations.push(row);
      return !family;
    });
    const families = [...this.families];
    this.families.clear();
    this.byReference.clear();
    this.orphans = [];
    this.rows = this.characters = 0;
    return { families, orphans };
  }

  /** Copies the cells: as read they are windows on the whole piece of the file, which would stay in memory with them. */
  private hold({ line, cells }: SourceRow): SourceRow {
    this.rows += 1;
    this.characters += cells.reduce((sum, cell) => sum + cell.length, 0);
    return { line, cells: cells.map((cell) => Buffer.from(cell, 'utf16le').toString('utf16le')) };
  }
}

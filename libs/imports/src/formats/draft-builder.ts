import { PhotoList, readEan, type Reading } from './format-values.js';
import {
  refuse,
  type DraftNote,
  type ProductDraft,
  type RowRefusal,
  type SourceRow,
  type VariantDraft,
} from './product-format.js';

/** A product while its rows are read: what goes in, what is refused, what is noted. */
export class DraftBuilder {
  readonly variants: VariantDraft[] = [];
  readonly photos = new PhotoList();
  readonly notes: DraftNote[] = [];
  readonly refusals: RowRefusal[] = [];
  private readonly lines = new Map<number, SourceRow>();
  private readonly byOptions = new Map<string, number>();

  constructor(readonly head: SourceRow) {
    this.keep(head);
  }

  keep(row: SourceRow): void {
    this.lines.set(row.line, row);
  }

  note(line: number, code: string, details: Record<string, unknown> = {}): void {
    this.notes.push({ line, code, details: { line, ...details } });
  }

  /** The row goes to the report; the first row's product-level cells are still used. */
  refuse(row: SourceRow, code: string, details: Record<string, unknown> = {}): void {
    this.refusals.push(refuse(row, code, details));
    this.lines.delete(row.line);
  }

  /** Refuses a second variant with the same options. */
  addVariant(row: SourceRow, variant: VariantDraft): void {
    const key = JSON.stringify(variant.options);
    const firstLine = this.byOptions.get(key);
    if (firstLine !== undefined) {
      this.refuse(row, 'imports.duplicate_variant', { options: variant.options.join(' / '), firstLine });
      return;
    }
    this.byOptions.set(key, row.line);
    this.keep(row);
    this.variants.push(variant);
  }

  /** Says what was made of a row's stock, when it is not what stands there. */
  noteStock(line: number, { note }: Extract<Reading<number | null>, { code?: undefined }>, value: string): void {
    if (note !== undefined) this.note(line, note, { value: value.slice(0, 40) });
  }

  /** The barcode when it checks, else a note. */
  ean(line: number, text: string): string | undefined {
    const ean = text === '' ? null : readEan(text);
    if (text !== '' && !ean) this.note(line, 'imports.ean_invalid', { ean: text.slice(0, 40) });
    return ean ?? undefined;
  }

  /** Every row that is not refused yet is refused with the product. */
  refuseAll(code: string, details: Record<string, unknown> = {}): RowRefusal[] {
    for (const row of this.lines.values()) this.refuse(row, code, details);
    return this.refusals.sort((a, b) => a.line - b.line);
  }

  finish(
    product: Omit<ProductDraft, 'kind' | 'line' | 'lines' | 'variants' | 'photos' | 'notes' | 'rows'>,
  ): ProductDraft {
    this.refusals.sort((a, b) => a.line - b.line);
    for (const { line, url, code } of this.photos.refused) this.note(line, code, { url });
    return {
      kind: 'product',
      line: this.head.line,
      lines: [...this.lines.keys()].sort((a, b) => a - b),
      ...product,
      variants: this.variants,
      photos: this.photos.list(),
      notes: this.notes,
      rows: [...this.lines.values()].sort((a, b) => a.line - b.line),
    };
  }
}

/** An object without its undefined fields, so that a missing column is missing in the draft as well. */
export function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

/** Remembers keys of one file so that a second product under the same one is refused; bounded, oldest kept. */
export class SeenKeys {
  private static readonly MOST = 100_000;
  private readonly lines = new Map<string, number>();

  /** The line where the key was first seen, or null, and it is remembered from now on. */
  firstLine(key: string, line: number): number | null {
    const first = this.lines.get(key);
    if (first !== undefined) return first;
    if (this.lines.size < SeenKeys.MOST) this.lines.set(Buffer.from(key).toString(), line);
    return null;
  }
}

import { isBlank } from './csv-rows.js';
import type { SplitProblem, SplitRecord } from './record-splitter.js';
import type { TableLimits } from './table-row.js';
import { UnsafeWorkbookError } from './tabular.errors.js';
import { textOf } from './ods-value.js';
import type { WorkbookArchive } from './workbook-archive.js';
import { parseXml, type XmlHandler } from './workbook-xml.js';

const PART = 'content.xml';
/** One row that stands for so many is no list of products: a few bytes would become gigabytes. */
const MAX_REPEATED = 1000;

type Attributes = Record<string, string>;

/** The rows of an OpenDocument spreadsheet's first visible sheet. Blank rows are left out. */
export async function* readOds(archive: WorkbookArchive, limits: TableLimits): AsyncGenerator<SplitRecord> {
  const reader = new OdsReader(limits);
  const pieces = parseXml(PART, await archive.stream(PART), reader);
  for (let piece = await pieces.next(); !piece.done && !reader.isDone; piece = await pieces.next()) {
    yield* reader.takeRecords();
  }
  await pieces.return(undefined);
  yield* reader.takeRecords();
}

/** Blank cells and rows are repeated to the end of the sheet by a number: they only move the place, and take no memory. */
class OdsReader implements XmlHandler {
  isDone = false;
  private readonly hiddenStyles = new Set<string>();
  private style = '';
  private inSheet = false;
  private records: SplitRecord[] = [];
  private line = 0;
  private rowRepeat = 1;
  private cells: string[] = [];
  private column = 0;
  private size = 0;
  private problem: SplitProblem | null = null;
  private cell: Attributes | null = null;
  private typed = '';
  private paragraphs = 0;
  /** Inside a remark or a drawing, whose texts are not the cell's. */
  private aside = 0;

  constructor(private readonly limits: TableLimits) {}

  takeRecords(): SplitRecord[] {
    return this.records.splice(0);
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'style') this.style = attributes['style:name'] ?? '';
    if (name === 'table-properties' && attributes['table:display'] === 'false') this.hiddenStyles.add(this.style);
    if (name === 'table') this.inSheet = !this.isDone && !this.hiddenStyles.has(attributes['table:style-name'] ?? '');
    if (!this.inSheet) return;
    if (name === 'table-row') this.beginRow(attributes);
    else if (name === 'table-cell' || name === 'covered-table-cell') this.beginCell(attributes);
    else if (this.cell) this.openInCell(name, attributes);
  }

  text(text: string): void {
    if (!this.cell || this.aside > 0 || this.paragraphs === 0) return;
    if (this.typed.length + text.length > this.limits.cell) this.problem ??= 'cell_too_large';
    else this.typed += text;
  }

  close(name: string): void {
    if (!this.inSheet) return;
    if (name === 'table') [this.inSheet, this.isDone] = [false, true];
    else if (name === 'annotation' || name === 'frame') this.aside--;
    else if (name === 'table-cell' || name === 'covered-table-cell') this.endCell();
    else if (name === 'table-row') this.endRow();
  }

  private openInCell(name: string, attributes: Attributes): void {
    if (name === 'annotation' || name === 'frame') this.aside++;
    if (this.aside > 0) return;
    if (name === 'p' && this.paragraphs++ > 0) this.text('\n');
    if (name === 's') this.text(' '.repeat(Math.min(100, repeated(attributes['text:c']))));
    if (name === 'tab') this.text('\t');
    if (name === 'line-break') this.text('\n');
  }

  private beginRow(attributes: Attributes): void {
    this.rowRepeat = repeated(attributes['table:number-rows-repeated']);
    this.cells = [];
    this.column = this.size = 0;
    this.problem = null;
  }

  private beginCell(attributes: Attributes): void {
    this.cell = attributes;
    this.typed = '';
    this.paragraphs = this.aside = 0;
  }

  private endCell(): void {
    const attributes = this.cell ?? {};
    this.cell = null;
    const times = repeated(attributes['table:number-columns-repeated']);
    const text = textOf(attributes, this.typed);
    this.column += times;
    if (text.trim() === '') return;
    this.size += text.length * times;
    if (this.column > this.limits.columns) this.problem ??= 'too_many_columns';
    else if (this.size > this.limits.row) this.problem ??= 'row_too_large';
    if (this.problem) return;
    while (this.cells.length < this.column - times) this.cells.push('');
    while (this.cells.length < this.column) this.cells.push(text);
  }

  private endRow(): void {
    const { cells, problem } = this;
    const isEmpty = problem === null && isBlank(cells);
    if (!isEmpty && this.rowRepeat > MAX_REPEATED) throw new UnsafeWorkbookError({ part: PART });
    const times = isEmpty ? 0 : this.rowRepeat;
    for (let n = 1; n <= times; n++) {
      const line = this.line + n;
      this.records.push({ line, cells: [...cells], problem, problemLine: line, mayContinue: false });
    }
    this.line += this.rowRepeat;
  }
}

const repeated = (text: string | undefined): number => Math.max(1, Math.min(1_100_000, Number(text ?? 1) || 1));

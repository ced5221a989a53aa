import type { SplitProblem, SplitRecord } from './record-splitter.js';
import type { TableLimits } from './table-row.js';
import { UnsafeWorkbookError } from './tabular.errors.js';
import type { WorkbookArchive } from './workbook-archive.js';
import { parseXml, type XmlHandler } from './workbook-xml.js';

const PART = 'xl/sharedStrings.xml';
const MAX_SHARED = 60_000_000;

/** The texts a workbook keeps apart from its cells. They stay in memory, hence the bound of 60 million characters. */
export class SharedStrings implements XmlHandler {
  readonly list: string[] = [];
  private current = '';
  private total = 0;
  private inText = false;
  private inPhonetic = false;

  static async read(archive: WorkbookArchive): Promise<string[]> {
    const strings = new SharedStrings();
    if (!archive.has(PART)) return [];
    const pieces = parseXml(PART, await archive.stream(PART), strings);
    for (let piece = await pieces.next(); !piece.done; piece = await pieces.next());
    return strings.list;
  }

  open(name: string): void {
    if (name === 'si') this.current = '';
    if (name === 'rPh') this.inPhonetic = true;
    this.inText = name === 't' && !this.inPhonetic;
  }

  text(text: string): void {
    if (!this.inText) return;
    this.current += text;
    this.total += text.length;
    if (this.total > MAX_SHARED) throw new UnsafeWorkbookError({ part: PART });
  }

  close(name: string): void {
    if (name === 't') this.inText = false;
    if (name === 'rPh') this.inPhonetic = false;
    if (name === 'si') this.list.push(this.current);
  }
}

/** The cells of a sheet as text. Numbers are written as typed (`12.5`), dates stay Excel's day numbers. */
export class SheetReader implements XmlHandler {
  private records: SplitRecord[] = [];
  private line = 0;
  private cells: string[] = [];
  private problem: SplitProblem | null = null;
  private size = 0;
  private column = 0;
  private type = '';
  private value = '';
  private inValue = false;

  constructor(
    private readonly shared: string[],
    private readonly limits: TableLimits,
  ) {}

  takeRecords(): SplitRecord[] {
    return this.records.splice(0);
  }

  open(name: string, attributes: Record<string, string>): void {
    if (name === 'row') this.beginRow(attributes);
    if (name === 'c') this.beginCell(attributes);
    if (name === 'v' || name === 't') this.inValue = true;
  }

  text(text: string): void {
    if (!this.inValue) return;
    if (this.value.length + text.length > this.limits.cell) this.problem ??= 'cell_too_large';
    else this.value += text;
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.inValue = false;
    if (name === 'c') this.endCell();
    if (name !== 'row') return;
    this.records.push({
      line: this.line,
      cells: this.cells,
      problem: this.problem,
      problemLine: this.line,
      mayContinue: false,
    });
  }

  private beginRow(attributes: Record<string, string>): void {
    this.line = Number(attributes['r']) || this.line + 1;
    this.cells = [];
    this.problem = null;
    this.size = this.column = 0;
  }

  private beginCell(attributes: Record<string, string>): void {
    this.column = columnOf(attributes['r'] ?? '') ?? this.column + 1;
    this.type = attributes['t'] ?? 'n';
    this.value = '';
  }

  private endCell(): void {
    const text = this.readValue();
    if (text === '') return;
    this.size += text.length;
    if (this.column > this.limits.columns) this.problem ??= 'too_many_columns';
    else if (this.size > this.limits.row) this.problem ??= 'row_too_large';
    if (this.problem) return;
    while (this.cells.length < this.column - 1) this.cells.push('');
    this.cells[this.column - 1] = text;
  }

  private readValue(): string {
    if (this.type === 's') return this.shared[Number(this.value)] ?? '';
    if (this.type === 'b') return this.value === '1' ? 'TRUE' : this.value && 'FALSE';
    if (this.type === 'e') return '';
    if (this.type !== 'n' || this.value === '') return this.value;
    const number = Number(this.value);
    return Number.isFinite(number) ? String(Number(number.toPrecision(15))) : this.value;
  }
}

/** 1 for `A7`, 28 for `AB7`. */
function columnOf(reference: string): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  return letters ? letters.split('').reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) : null;
}

/** Bounds in UTF-16 units, and columns. */
export interface SplitLimits {
  cell: number;
  row: number;
  columns: number;
}

export type SplitProblem = 'broken_quote' | 'cell_too_large' | 'row_too_large' | 'too_many_columns';

/** `line` is the physical line where the record begins, `problemLine` the one where its fault stands. */
export interface SplitRecord {
  line: number;
  cells: string[];
  problem: SplitProblem | null;
  problemLine: number;
  /** The fault stands inside quotes: the lines that follow may still belong to the same cell. */
  mayContinue: boolean;
}

type Mode = 'start' | 'plain' | 'quoted' | 'after';
type Step = 'more' | 'wait' | 'record' | SplitProblem;

const LF = 10;
const CR = 13;
const QUOTE = 34;
const EXCERPT = 500;

/**
 * Cuts delimited text into records while it arrives. It differs from a plain CSV parser in what happens to bad text: a
 * quote that is broken costs its own physical line and reading goes on at the next one, and a cell past its bound is
 * dropped while it streams. So nothing longer than a cell's bound is ever looked ahead or kept.
 */
export class RecordSplitter {
  private text = '';
  private start = 0;
  private pos = 0;
  private cellStart = 0;
  private cells: string[] = [];
  private mode: Mode = 'start';
  private hasEscapes = false;
  private cellEnd = 0;
  private breaks = 0;
  private skipping = false;
  private ended = false;
  private readonly sep: number;

  constructor(
    separator: string,
    private readonly limits: SplitLimits,
    private line = 1,
  ) {
    this.sep = separator.charCodeAt(0);
  }

  push(text: string): void {
    this.text = this.start > 0 ? this.text.slice(this.start) + text : this.text + text;
    this.pos -= this.start;
    this.cellStart -= this.start;
    this.cellEnd -= this.start;
    this.start = 0;
  }

  end(): void {
    this.ended = true;
  }

  /** The next record, or null when more text is needed (after `end`: when there is none left). */
  next(): SplitRecord | null {
    if (this.skipping && !this.skipLine()) return null;
    if (this.ended && this.start >= this.text.length) return null;
    for (;;) {
      const step = this.step();
      if (step === 'wait') return null;
      if (step === 'record') return this.finishRecord();
      if (step !== 'more') return this.abandonRecord(step);
    }
  }

  private step(): Step {
    if (this.mode === 'start') return this.stepStart();
    if (this.mode === 'plain') return this.stepPlain();
    return this.mode === 'quoted' ? this.stepQuoted() : this.stepAfter();
  }

  private stepStart(): Step {
    const i = this.skipBlanks(this.cellStart);
    if (i - this.cellStart > this.limits.cell) return 'cell_too_large';
    if (i === this.text.length && !this.ended) return 'wait';
    if (this.text.charCodeAt(i) !== QUOTE) {
      this.mode = 'plain';
      this.pos = i;
      return 'more';
    }
    this.mode = 'quoted';
    this.hasEscapes = false;
    this.cellStart = this.pos = i + 1;
    return 'more';
  }

  private stepPlain(): Step {
    const { text, sep } = this;
    let i = this.pos;
    for (; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === sep || c === LF || c === CR) break;
    }
    this.pos = i;
    if (i - this.cellStart > this.limits.cell) return 'cell_too_large';
    if (this.mustWait(i)) return 'wait';
    return this.endCell(text.slice(this.cellStart, i));
  }

  private stepQuoted(): Step {
    const i = this.text.indexOf('"', this.pos);
    const end = i < 0 ? this.text.length : i;
    if (end - this.cellStart > this.limits.cell) return this.overflowOfQuoted();
    if (i < 0) {
      this.pos = end;
      return this.ended ? 'broken_quote' : 'wait';
    }
    this.pos = i;
    if (i + 1 === this.text.length && !this.ended) return 'wait';
    if (this.text.charCodeAt(i + 1) === QUOTE) {
      this.hasEscapes = true;
      this.pos = i + 2;
      return 'more';
    }
    this.cellEnd = i;
    this.pos = i + 1;
    this.mode = 'after';
    return 'more';
  }

  /** Over the bound and past a line's end, a quoted cell is taken for a quote that was never closed. */
  private overflowOfQuoted(): SplitProblem {
    this.pos = this.cellStart + this.limits.cell;
    return countBreaks(this.text, this.cellStart, this.pos) > 0 ? 'broken_quote' : 'cell_too_large';
  }

  private stepAfter(): Step {
    const i = this.skipBlanks(this.pos);
    this.pos = i;
    if (i - this.cellEnd > this.limits.cell) return 'cell_too_large';
    if (this.mustWait(i)) return 'wait';
    const c = this.text.charCodeAt(i);
    if (i < this.text.length && c !== this.sep && c !== LF && c !== CR) return 'broken_quote';
    const raw = this.text.slice(this.cellStart, this.cellEnd);
    this.breaks += countBreaks(this.text, this.cellStart, this.cellEnd);
    return this.endCell(this.hasEscapes ? raw.replaceAll('""', '"') : raw);
  }

  /** Whether what stands at `i` cannot be judged yet: nothing, or a CR that may be half of a CRLF. */
  private mustWait(i: number): boolean {
    if (this.ended) return false;
    return i === this.text.length || (this.text.charCodeAt(i) === CR && i + 1 === this.text.length);
  }

  private skipBlanks(from: number): number {
    let i = from;
    for (; i < this.text.length; i++) {
      const c = this.text.charCodeAt(i);
      if (c === this.sep || (c !== 32 && c !== 9)) break;
    }
    return i;
  }

  private endCell(cell: string): Step {
    this.cells.push(cell);
    if (this.cells.length > this.limits.columns) return 'too_many_columns';
    if (this.pos - this.start > this.limits.row) return 'row_too_large';
    const atSeparator = this.pos < this.text.length && this.text.charCodeAt(this.pos) === this.sep;
    if (!atSeparator) return 'record';
    this.mode = 'start';
    this.cellStart = this.pos = this.pos + 1;
    return 'more';
  }

  private finishRecord(): SplitRecord {
    const record = { line: this.line, cells: this.cells, problem: null, problemLine: this.line, mayContinue: false };
    this.line += this.breaks + 1;
    this.begin(afterBreak(this.text, this.pos));
    return record;
  }

  private abandonRecord(problem: SplitProblem): SplitRecord {
    const from = problem === 'too_many_columns' || problem === 'row_too_large' ? this.pos : this.cellStart;
    const rest = this.text.slice(from, Math.min(nextBreak(this.text, from), from + EXCERPT));
    const cells = from === this.pos ? this.cells.slice(0, this.limits.columns) : [...this.cells, rest];
    const problemLine = this.line + this.breaks;
    const mayContinue = from !== this.pos && (this.mode === 'quoted' || this.mode === 'after');
    const record = { line: this.line, cells, problem, problemLine, mayContinue };
    this.line = problemLine;
    this.begin(problem === 'broken_quote' ? this.cellStart : this.pos);
    this.skipping = true;
    return record;
  }

  private begin(at: number): void {
    this.start = this.pos = this.cellStart = at;
    this.cells = [];
    this.breaks = 0;
    this.mode = 'start';
  }

  /** Drops the rest of a physical line; false while its end has not arrived. */
  private skipLine(): boolean {
    const i = nextBreak(this.text, this.pos);
    if (i === this.text.length || this.mustWait(i)) {
      this.begin(this.mustWait(i) ? i : this.text.length);
      return this.ended;
    }
    this.begin(afterBreak(this.text, i));
    this.line += 1;
    this.skipping = false;
    return true;
  }
}

function nextBreak(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === LF || c === CR) return i;
  }
  return text.length;
}

const afterBreak = (text: string, at: number): number =>
  Math.min(text.length, text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF ? at + 2 : at + 1);

function countBreaks(text: string, from: number, to: number): number {
  let count = 0;
  for (let i = nextBreak(text, from); i < to; i = nextBreak(text, afterBreak(text, i))) count++;
  return count;
}

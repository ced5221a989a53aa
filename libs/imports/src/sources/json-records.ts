import { JsonBrokenError } from './source.errors.js';

/** A record is a shop; one that is longer is no list. Characters. */
const LONGEST = 4_000_000;

/** A record as it stands in the file; `line` from 1. */
export interface JsonText {
  line: number;
  text: string;
}

/**
 * Cuts JSON into the objects of its list while it streams: those of an array at the root, or those of the arrays in
 * the root object (`features`, `elements`, `records`...).
 */
export class JsonSplitter {
  private depth = 0;
  private isInString = false;
  private isEscaped = false;
  private line = 1;
  private held = '';
  private begun = 0;
  /** How deep the records lie: below a root array, or below an array in the root object. */
  private level: 1 | 2 | null = null;
  private readonly closing: string[] = [];

  *push(chunk: string): Generator<JsonText> {
    let from = this.held === '' ? -1 : 0;
    for (let i = 0; i < chunk.length; i++) {
      const char = chunk[i]!;
      if (char === '\n') this.line++;
      if (this.isInString) {
        this.readString(char);
        continue;
      }
      if (char === '"') this.isInString = true;
      else if (char === '{' || char === '[') {
        if (this.begins(char)) [from, this.begun] = [i, this.line];
        this.open(char);
      } else if (char === '}' || char === ']') {
        this.close(char);
        if (from >= 0 && this.depth === this.level) {
          yield { line: this.begun, text: this.held + chunk.slice(from, i + 1) };
          [this.held, from] = ['', -1];
        }
        if (this.depth < (this.level ?? 0)) this.level = null;
      }
    }
    if (from >= 0) this.held += chunk.slice(from);
    if (this.held.length > LONGEST) throw new JsonBrokenError({ line: this.begun });
  }

  /** @throws JsonBrokenError when the file ends in the middle. */
  end(): void {
    if (this.depth !== 0 || this.isInString) throw new JsonBrokenError({ line: this.line });
  }

  private readString(char: string): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (char === '\\') this.isEscaped = true;
    else if (char === '"') this.isInString = false;
  }

  /** An object that is directly in an array at the root, or in one of the root object, is a record. */
  private begins(char: '{' | '['): boolean {
    if (char !== '{') return false;
    const isInList = this.closing.at(-1) === ']' && (this.level === null ? this.depth <= 2 : this.depth === this.level);
    if (isInList) this.level = this.depth as 1 | 2;
    return isInList;
  }

  private open(char: '{' | '['): void {
    this.depth++;
    this.closing.push(char === '{' ? '}' : ']');
  }

  private close(char: '}' | ']'): void {
    if (this.closing.pop() !== char) throw new JsonBrokenError({ line: this.line });
    this.depth--;
  }
}

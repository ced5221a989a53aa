import type { ImportRecord } from '#libs/imports';

const BAR = 30;
const LINE_EVERY_MS = 2000;

/** A bar on a terminal, plain lines elsewhere; always on standard error. */
export class ImportProgress {
  private lastLine = 0;
  private width = 0;

  constructor(private readonly out: NodeJS.WriteStream = process.stderr) {}

  show(record: ImportRecord): void {
    const { rowsDone, fileRows } = record;
    const total = fileRows ?? rowsDone;
    const share = total === 0 ? 1 : rowsDone / total;
    const counts = `${rowsDone}/${total} lignes, ${record.created} créés, ${record.updated} modifiés, ${record.unchanged} inchangés, ${record.refused} refusés`;
    if (this.out.isTTY) this.draw(`[${'#'.repeat(Math.round(share * BAR)).padEnd(BAR, '.')}] ${counts}`);
    else this.line(counts, rowsDone >= total);
  }

  end(): void {
    if (this.out.isTTY && this.width > 0) this.out.write('\n');
  }

  private draw(text: string): void {
    const shown = text.slice(0, (this.out.columns || 80) - 1);
    this.out.write(`\r${shown.padEnd(this.width)}`);
    this.width = shown.length;
  }

  private line(text: string, isLast: boolean): void {
    if (!isLast && Date.now() - this.lastLine < LINE_EVERY_MS) return;
    this.lastLine = Date.now();
    this.out.write(`${text}\n`);
  }
}

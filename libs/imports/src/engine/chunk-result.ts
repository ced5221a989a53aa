import type { Applied, ReadItem, ReadOutcome, RowNote } from './import-kind.js';
import type { ChunkResult } from './import-ledger.js';
import type { Reason } from './import-record.js';

/** What a chunk comes to. `applied` answers the chunk's items, in their order. */
export function summarize<Item>(chunk: ReadOutcome<Item>[], applied: Applied[]): ChunkResult {
  const result: ChunkResult = {
    outcomes: chunk.length,
    rows: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    refused: 0,
    broken: 0,
    notes: [],
    tally: {},
  };
  const answers = applied.values();
  for (const outcome of chunk) {
    if (outcome.kind === 'refusal') {
      result.rows++;
      if (outcome.isBroken) result.broken++;
      addRefusal(result, outcome, outcome);
    } else {
      result.rows += outcome.rows;
      addItem(result, outcome, answers.next().value);
    }
  }
  return result;
}

function addItem<Item>(result: ChunkResult, item: ReadItem<Item>, answer: Applied | undefined): void {
  if (!answer) throw new Error('An item of the chunk has no answer');
  if (answer.outcome === 'refused') {
    addRefusal(result, item, answer.reason ?? { code: 'imports.row_not_storable', details: { line: item.line } });
    return;
  }
  result[answer.outcome]++;
  for (const note of [...item.notes, ...(answer.notes ?? [])]) addNote(result, note);
}

function addRefusal(result: ChunkResult, at: { line: number; cells: string[] | null }, reason: Reason): void {
  result.refused++;
  count(result, reason.code);
  const { code, details } = reason;
  result.notes.push({ kind: 'refused', line: at.line, cells: at.cells, code, details: { line: at.line, ...details } });
}

function addNote(result: ChunkResult, { line, code, details, isListed }: RowNote): void {
  count(result, code);
  if (isListed !== false) result.notes.push({ kind: 'note', line, cells: null, code, details: { line, ...details } });
}

const count = (result: ChunkResult, code: string): void => {
  result.tally[code] = (result.tally[code] ?? 0) + 1;
};

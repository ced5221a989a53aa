import { writeCsv } from '#libs/platform';
import type { ImportKind } from './import-kind.js';
import type { NumberedNote } from './import-ledger.js';
import type { ImportRecord, Reason } from './import-record.js';

/** Turns a reason into a sentence, in the reader's language. */
export type SayReason = (reason: Reason) => string;

const PAGE = 1000;

/**
 * The rows that did not go in, as the same file with two more columns, `Ligne` and `Motif`; correct them and import the
 * report itself. Remarks about rows that did go in follow without cells. CSV text, safe against formulas.
 */
export async function* writeReport<Item>(
  kind: ImportKind<Item>,
  record: ImportRecord,
  say: SayReason,
): AsyncGenerator<string> {
  yield* writeCsv(reportRows(kind, record, say));
}

async function* reportRows<Item>(
  kind: ImportKind<Item>,
  record: ImportRecord,
  say: SayReason,
): AsyncGenerator<string[]> {
  const extra = new Set(['Ligne', 'Motif']);
  const kept = record.header.map((name, i) => ({ name, i })).filter(({ name }) => !extra.has(name));
  yield [...kept.map(({ name }) => name), ...extra];
  for (const wanted of ['refused', 'note'] as const) {
    for await (const note of allNotes(kind, record.importId, wanted)) {
      yield [...kept.map(({ i }) => note.cells?.[i] ?? ''), String(note.line), say(note)];
    }
  }
}

async function* allNotes<Item>(
  kind: ImportKind<Item>,
  importId: string,
  wanted: 'refused' | 'note',
): AsyncGenerator<NumberedNote> {
  let after: NumberedNote | undefined;
  do {
    const page = { kind: wanted, limit: PAGE, ...(after && { after }) };
    const notes: NumberedNote[] = await kind.transaction((tx) => kind.ledger.notes(tx, importId, page));
    yield* notes;
    after = notes.length === PAGE ? notes.at(-1) : undefined;
  } while (after);
}

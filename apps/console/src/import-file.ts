import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ImportRecord, IncomingFile, NotePage, NumberedNote, SayReason } from '#libs/imports';
import { ImportProgress } from './import-progress.js';
import { ReasonBook } from './reason-book.js';
import { UsageError } from './usage-error.js';

export interface ImportFlags {
  dryRun?: boolean;
  report?: string;
  json?: boolean;
}

/** What both kinds of import do with a file; `scope` is already bound. */
export interface Importer {
  prepare(file: IncomingFile): Promise<ImportRecord>;
  run(importId: string, onProgress: (record: ImportRecord) => void): Promise<ImportRecord>;
  notes(importId: string, page: NotePage): Promise<NumberedNote[]>;
  report(importId: string, say: SayReason): Promise<AsyncGenerator<string>>;
}

const SHOWN = 20;
const REFUSED = 1;

/** @throws UsageError when there is no such file. */
export async function checkFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new UsageError(`There is no file ${file}.`);
}

/**
 * Takes a file in, in this process; the run of the same file that was killed is taken up where it stopped. Sets the exit
 * code: 1 when the file is refused, or none of its rows could go in.
 */
export async function importFile(
  importer: Importer,
  file: string,
  flags: ImportFlags,
  options: Record<string, unknown> = {},
): Promise<ImportRecord> {
  const begun = performance.now();
  const incoming = { fileName: path.basename(file), body: createReadStream(file), createdBy: null, options };
  const prepared = await importer.prepare({ ...incoming, dryRun: flags.dryRun ?? false });
  if (prepared.cursor > 0) console.error(`Reprise après ${prepared.rowsDone} lignes.`);
  const progress = new ImportProgress();
  const ended = await importer.run(prepared.importId, (record) => progress.show(record));
  progress.end();
  const seconds = Math.round(performance.now() - begun) / 1000;
  const book = new ReasonBook();
  if (flags.report) await writeFile(await importer.report(ended.importId, (reason) => book.say(reason)), flags.report);
  if (flags.json) console.log(JSON.stringify(summary(ended, seconds)));
  else await tell(importer, ended, book, seconds);
  if (ended.problem) console.error(book.say(ended.problem));
  if (ended.problem || (ended.refused > 0 && ended.refused === ended.read)) process.exitCode = REFUSED;
  return ended;
}

function summary(record: ImportRecord, seconds: number): object {
  const { read, created, updated, unchanged, refused, format, dryRun, problem } = record;
  return { read, created, updated, unchanged, refused, seconds, rows: record.rowsDone, format, dryRun, problem };
}

async function tell(importer: Importer, record: ImportRecord, book: ReasonBook, seconds: number): Promise<void> {
  const { read, created, updated, unchanged, refused } = record;
  const verb = record.problem ? 'Refusé' : record.dryRun ? 'Vérifié, rien n’est écrit' : 'Importé';
  console.log(
    `${verb} en ${seconds} s : ${read} lus, ${created} créés, ${updated} modifiés, ${unchanged} inchangés, ${refused} refusés.`,
  );
  const notes = await importer.notes(record.importId, { limit: SHOWN });
  for (const note of notes) console.log(`  ${book.say(note)}`);
  const more = record.notes - notes.length;
  if (more > 0) console.log(`  … et ${more} autres : --report FICHIER.csv les donne tous.`);
}

async function writeFile(lines: AsyncGenerator<string>, file: string): Promise<void> {
  await pipeline(Readable.from(lines), createWriteStream(file));
}

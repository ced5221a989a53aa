import type { ImportRecord, NumberedNote } from '#libs/imports';
import { errorSentences } from './error-sentences.js';
import type { Pages } from './pages.js';
import type { PageArea } from './site-frame.js';
import { figureText, momentText } from './wording.js';

/** Seconds after which a page without script asks again. */
const REFRESH = 3;
const TELLING = /siret|enseigne|denomination|raison|title|^nom$|name|handle|sku|ugs/i;
const NOTES = 100;

/** Where an import's page stands, and how its pieces are reached. */
interface Place {
  area: PageArea;
  /** `/territoire/imports`, without an end stroke. */
  path: string;
}

const say = (code: string, details: Record<string, unknown> = {}): string => errorSentences().say({ code, details });

/** What a page says of one import: how far it is, what it did, what it left out. Plain data for `import-status`. */
export function importView(pages: Pages, { area, path }: Place, record: ImportRecord) {
  const words = (key: string, values = {}): string => pages.say(area, `import.${key}`, values);
  const isRunning = record.state === 'waiting' || record.state === 'running';
  const goesIn = record.created + record.updated;
  const isChecked = record.dryRun && record.state === 'done';
  return {
    id: record.importId,
    fileName: record.fileName,
    isRunning,
    isChecked,
    isDone: !record.dryRun && record.state === 'done',
    isPaused: record.state === 'paused',
    isUndone: record.state === 'undone',
    canPause: isRunning && !record.dryRun,
    problem: record.problem && printable(say(record.problem.code, record.problem.details)),
    hasCounts: record.problem === null || record.read > 0,
    title: words(record.dryRun ? 'checking' : 'running'),
    progress: progressOf(record, words),
    stats: statsOf(record, words),
    reasons: reasonsOf(record),
    canApply: isChecked && goesIn > 0,
    hint: isChecked ? words(hintOf(record, goesIn)) : null,
    hasReport: record.notes > 0,
    reportUrl: `${path}/${record.importId}/rapport.csv`,
    statusUrl: `${path}/${record.importId}/avancement`,
    applyUrl: `${path}/${record.importId}/application`,
    columnsUrl: `${path}/${record.importId}/colonnes`,
    newUrl: `${path}/nouveau`,
    refreshSeconds: isRunning ? REFRESH : null,
  };
}

/** A file that is no table has been quoted with what no screen can show. */
const printable = (sentence: string): string => sentence.replace(/\p{Cc}/gu, '');

type Words = (key: string, values?: Record<string, unknown>) => string;
const shown = figureText;

function progressOf({ state, rowsDone, fileRows }: ImportRecord, words: Words) {
  const isWaiting = state === 'waiting' || fileRows === null;
  const text = isWaiting ? words('waiting') : words('progress', { done: shown(rowsDone), total: shown(fileRows) });
  return { value: rowsDone, max: Math.max(fileRows ?? 1, 1), text };
}

const statsOf = ({ created, updated, unchanged, refused, dryRun }: ImportRecord, words: Words) => [
  { label: words(dryRun ? 'new' : 'created'), value: shown(created) },
  { label: words('changed'), value: shown(updated) },
  { label: words('same'), value: shown(unchanged) },
  { label: words('refused'), value: shown(refused) },
];

const reasonsOf = ({ tally }: ImportRecord) =>
  Object.entries(tally)
    .sort(([, a], [, b]) => b - a)
    .map(([code, count]) => ({ count: shown(count), text: groupOf(code) }));

/** A reason without the values of one row. */
function groupOf(code: string): string {
  const group = `import_group.${code.split('.').at(-1)}`;
  return errorSentences().has(group) ? say(group) : code;
}

function hintOf({ read, refused }: ImportRecord, goesIn: number): string {
  if (read > 0 && refused === read) return 'all_refused';
  return goesIn > 0 ? 'apply_hint' : 'nothing';
}

/** The notes of a page as rows of `ui/table`, and where the next ones are. */
export function notesView(pages: Pages, { area, path }: Place, record: ImportRecord, notes: NumberedNote[]) {
  const words = (key: string): string => pages.say(area, `import.${key}`);
  const labels = { line: words('line'), row: words('row'), reason: words('reason') };
  const telling = record.header.flatMap((name, i) => (TELLING.test(name) ? [i] : []));
  const last = notes.length === NOTES ? notes.at(-1) : undefined;
  return {
    columns: [{ label: labels.line, isNumber: true }, { label: labels.row }, { label: labels.reason }],
    rows: notes.map((note) => ({
      cells: [
        { label: labels.line, text: String(note.line), isNumber: true },
        { label: labels.row, text: gistOf(note, telling) },
        {
          label: labels.reason,
          text: sentenceOf(note),
          tag: note.kind === 'note' ? { label: words('note'), tone: 'warning' } : null,
        },
      ],
    })),
    nextUrl: last ? `${path}/${record.importId}?apres=${last.line}.${last.seq}` : null,
  };
}

/** Without the line, which has a column of its own. */
function sentenceOf({ code, details }: NumberedNote): string {
  const sentence = say(code, details).replace(/^(?:Ligne|Line) [\d\s,]+: /u, '');
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** The first cells that name a row. */
function gistOf({ cells }: NumberedNote, telling: number[]): string {
  const texts = telling.map((i) => cells?.[i]?.trim() ?? '').filter(Boolean);
  const some = texts.length > 0 ? texts : (cells ?? []).map((cell) => cell.trim()).filter(Boolean);
  return [...new Set(some)].slice(0, 3).join(' · ').slice(0, 120) || '–';
}

/** `?apres=12.3` as the page of notes that follows. */
export function notePage(after: unknown): { after?: { line: number; seq: number }; limit: number } {
  const match = /^(\d{1,9})\.(\d{1,9})$/.exec(typeof after === 'string' ? after : '');
  return { limit: NOTES, ...(match && { after: { line: Number(match[1]), seq: Number(match[2]) } }) };
}

/** Past files as rows of `ui/table`. */
export function pastView(pages: Pages, { area, path }: Place, records: ImportRecord[]) {
  const words = (key: string, values = {}): string => pages.say(area, `import.${key}`, values);
  const labels = { file: words('file'), when: words('when'), state: words('state'), result: words('result') };
  return {
    columns: Object.values(labels).map((label) => ({ label })),
    rows: withoutDoneChecks(records).map((record) => ({
      cells: [
        { label: labels.file, text: record.fileName, url: `${path}/${record.importId}` },
        { label: labels.when, text: momentText(record.createdAt) },
        { label: labels.state, tag: stateTag(record, words) },
        { label: labels.result, text: record.read > 0 ? words('result_line', countsOf(record)) : '' },
      ],
    })),
  };
}

/** A check whose file was imported or checked again since says nothing new. */
function withoutDoneChecks(records: ImportRecord[]): ImportRecord[] {
  const known = new Set(records.flatMap(({ dryRun, fileKey }) => (dryRun ? [] : [fileKey])));
  return records.filter(({ dryRun, fileKey }) => {
    if (!dryRun) return true;
    const isNew = !known.has(fileKey);
    known.add(fileKey);
    return isNew;
  });
}

const countsOf = ({ created, updated, unchanged, refused }: ImportRecord) => ({
  created: shown(created),
  updated: shown(updated),
  unchanged: shown(unchanged),
  refused: shown(refused),
});

function stateTag({ state, dryRun }: ImportRecord, words: Words): { label: string; tone: string } {
  if (state === 'refused') return { label: words('file_refused'), tone: 'danger' };
  if (state === 'paused') return { label: words('paused'), tone: 'warning' };
  if (state === 'undone') return { label: words('undone'), tone: 'neutral' };
  if (state !== 'done') return { label: words('busy'), tone: 'accent' };
  return dryRun ? { label: words('checked'), tone: 'warning' } : { label: words('done'), tone: 'success' };
}

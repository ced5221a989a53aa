/**
 * `waiting` for its turn, `running`, `paused` by a person, `done`, `undone`, or `refused` as a whole (`problem` says why; what
 * was applied before stays).
 */
export type ImportState = 'waiting' | 'running' | 'paused' | 'done' | 'undone' | 'refused';

/** The code of a sentence and what fills it. */
export interface Reason {
  code: string;
  details: Record<string, unknown>;
}

/** `read` = `created` + `updated` + `unchanged` + `refused`. */
export interface ImportCounts {
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
}

/** One file on its way in, or checked only (`dryRun`: the counts say what would happen, nothing else is written). */
export interface ImportRecord extends ImportCounts {
  importId: string;
  /** The initiative, or the shop, whose file it is. */
  ownerId: string;
  fileKey: string;
  fileName: string;
  fileBytes: number;
  /** Of the file's bytes, hexadecimal. */
  sha256: string;
  /** What the person said about the file (`vatRate`). */
  options: Record<string, unknown>;
  format: string | null;
  header: string[];
  dryRun: boolean;
  state: ImportState;
  problem: Reason | null;
  /** Outcomes of the reader applied so far. */
  cursor: number;
  /** Rows of the file, null until they were counted; `rowsDone` of them are applied. */
  fileRows: number | null;
  rowsDone: number;
  /** Rows that could not even be read. */
  broken: number;
  notes: number;
  /** How often each reason was given, notes included. */
  tally: Record<string, number>;
  createdBy: string | null;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
}

/** A row that was refused (`cells` for the report), or a remark about one that was applied. */
export interface ImportNote extends Reason {
  kind: 'refused' | 'note';
  line: number;
  cells: string[] | null;
}

/** What a new import starts from. */
export interface NewImport {
  ownerId: string;
  fileKey: string;
  fileName: string;
  fileBytes: number;
  sha256: string;
  fileRows?: number | null;
  options?: Record<string, unknown>;
  dryRun: boolean;
  createdBy: string | null;
}

import type { EntityManager } from 'typeorm';
import { newId } from '#libs/kernel';
import { ImportBusyError } from '../imports.errors.js';
import type { ImportNote, ImportRecord, ImportState, NewImport, Reason } from './import-record.js';

/** Which tables a kind of import is written to, and which column says whose it is. */
export interface LedgerTables {
  imports: string;
  notes: string;
  owner: string;
  /** Whether the notes carry the owner as well. */
  notesHaveOwner: boolean;
}

/** What one chunk adds to its import. */
export interface ChunkResult {
  outcomes: number;
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
  broken: number;
  notes: ImportNote[];
  tally: Record<string, number>;
}

/** The imports of one kind, as rows. Every method works in the transaction it is given; row level security decides what it sees. */
export class ImportLedger {
  private readonly columns: string;

  constructor(private readonly tables: LedgerTables) {
    this.columns = COLUMNS.replace('$owner', tables.owner);
  }

  async create(tx: EntityManager, wanted: NewImport): Promise<ImportRecord> {
    const rows = await tx.query<ImportRecord[]>(
      `insert into ${this.tables.imports} (import_id, ${this.tables.owner}, file_key, file_name, file_bytes, sha256, file_rows, options, dry_run, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${this.columns}`,
      [
        newId(),
        wanted.ownerId,
        wanted.fileKey,
        cleanName(wanted.fileName),
        wanted.fileBytes,
        wanted.sha256,
        wanted.fileRows ?? null,
        JSON.stringify(wanted.options ?? {}),
        wanted.dryRun,
        wanted.createdBy,
      ],
    );
    return one(rows);
  }

  async find(tx: EntityManager, importId: string): Promise<ImportRecord | null> {
    const rows = await tx.query<ImportRecord[]>(
      `select ${this.columns} from ${this.tables.imports} where import_id = $1`,
      [importId],
    );
    return rows[0] ?? null;
  }

  /** The newest first; of these owners, or of all that the transaction sees. */
  async list(tx: EntityManager, owners: string[] | null, limit: number): Promise<ImportRecord[]> {
    return tx.query(
      `select ${this.columns} from ${this.tables.imports}
       where $1::uuid[] is null or ${this.tables.owner} = any ($1::uuid[]) order by import_id desc limit $2`,
      [owners, limit],
    );
  }

  /** The import of the same bytes for the same owner that was begun and not ended. */
  async findInterrupted(tx: EntityManager, wanted: NewImport): Promise<ImportRecord | null> {
    const rows = await tx.query<ImportRecord[]>(
      `select ${this.columns} from ${this.tables.imports}
       where ${this.tables.owner} = $1 and sha256 = $2 and dry_run = $3 and options = $4::jsonb and state in ('waiting', 'running')
       order by import_id desc limit 1`,
      [wanted.ownerId, wanted.sha256, wanted.dryRun, JSON.stringify(wanted.options ?? {})],
    );
    return rows[0] ?? null;
  }

  /** Others that want the same import wait until this transaction ends. */
  async lock(tx: EntityManager, importId: string): Promise<void> {
    await tx.query(`select 1 from ${this.tables.imports} where import_id::text = $1 for update`, [importId]);
  }

  /** The import for good of a file that was checked, read in the same way. */
  async findApplied(tx: EntityManager, { fileKey, options }: ImportRecord): Promise<ImportRecord | null> {
    const rows = await tx.query<ImportRecord[]>(
      `select ${this.columns} from ${this.tables.imports} where file_key = $1 and not dry_run and options = $2::jsonb`,
      [fileKey, JSON.stringify(options)],
    );
    return rows[0] ?? null;
  }

  /** The check of the same file with the same options that was asked for minutes ago: a form sent twice is one check. */
  async findCheck(tx: EntityManager, { fileKey, options }: NewImport): Promise<ImportRecord | null> {
    const rows = await tx.query<ImportRecord[]>(
      `select ${this.columns} from ${this.tables.imports}
       where file_key = $1 and dry_run and options = $2::jsonb and created_at > now() - interval '10 minutes'
       order by import_id desc limit 1`,
      [fileKey, JSON.stringify(options ?? {})],
    );
    return rows[0] ?? null;
  }

  /** Marks it as running and answers it; null when it has ended already. */
  async start(tx: EntityManager, importId: string): Promise<ImportRecord | null> {
    const rows = await tx.query<ImportRecord[]>(
      `with started as (
         update ${this.tables.imports} set state = 'running', started_at = coalesce(started_at, now()), touched_at = now()
         where import_id = $1 and state in ('waiting', 'running') returning *)
       select ${this.columns} from started`,
      [importId],
    );
    return rows[0] ?? null;
  }

  /** Goes from one of the states to another; null when it is in none of them. */
  async move(
    tx: EntityManager,
    importId: string,
    from: readonly ImportState[],
    to: ImportState,
  ): Promise<ImportRecord | null> {
    const rows = await tx.query<ImportRecord[]>(
      `with moved as (
         update ${this.tables.imports} set state = $3, touched_at = now() where import_id = $1 and state = any ($2) returning *)
       select ${this.columns} from moved`,
      [importId, from, to],
    );
    return rows[0] ?? null;
  }

  /** True, once a minute, for an import that no process has touched for so long: its worker may be dead. */
  async isAbandoned(tx: EntityManager, importId: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `with found as (
         update ${this.tables.imports} set touched_at = now()
         where import_id = $1 and state in ('waiting', 'running') and touched_at < now() - interval '1 minute' returning 1)
       select * from found`,
      [importId],
    );
    return rows.length > 0;
  }

  async describe(
    tx: EntityManager,
    importId: string,
    file: { fileRows: number; header: string[]; format: string },
  ): Promise<void> {
    await tx.query(`update ${this.tables.imports} set file_rows = $2, header = $3, format = $4 where import_id = $1`, [
      importId,
      file.fileRows,
      file.header,
      file.format,
    ]);
  }

  /** Adds a chunk that was applied in this transaction. @throws ImportBusyError when another process has moved the cursor. */
  async advance(tx: EntityManager, record: ImportRecord, chunk: ChunkResult): Promise<ImportRecord> {
    const rows = await tx.query<ImportRecord[]>(ADVANCE(this.tables.imports, this.columns), [
      record.importId,
      record.cursor,
      chunk.outcomes,
      chunk.rows,
      chunk.created,
      chunk.updated,
      chunk.unchanged,
      chunk.refused,
      chunk.broken,
      chunk.notes.length,
      JSON.stringify(sum(record.tally, chunk.tally)),
    ]);
    if (!rows[0]) throw new ImportBusyError();
    await this.write(tx, record, chunk.notes);
    return rows[0];
  }

  async end(tx: EntityManager, importId: string, problem: Reason | null): Promise<ImportRecord> {
    const rows = await tx.query<ImportRecord[]>(
      `with ended as (
         update ${this.tables.imports} set state = $2, problem = $3, ended_at = now() where import_id = $1 returning *)
       select ${this.columns} from ended`,
      [importId, problem ? 'refused' : 'done', problem && JSON.stringify(problem)],
    );
    return one(rows);
  }

  /** In the order of the file's lines. `after` is the last note of the page before. */
  async notes(tx: EntityManager, importId: string, page: NotePage): Promise<NumberedNote[]> {
    return tx.query(
      `select line, seq, kind, code, details, cells from ${this.tables.notes}
       where import_id = $1 and (line, seq) > ($2, $3) and ($4::text is null or kind = $4) and ($5::text is null or code = $5)
       order by line, seq limit $6`,
      [importId, page.after?.line ?? -1, page.after?.seq ?? -1, page.kind ?? null, page.code ?? null, page.limit],
    );
  }

  private async write(tx: EntityManager, record: ImportRecord, notes: ImportNote[]): Promise<void> {
    if (notes.length === 0) return;
    const owner = this.tables.notesHaveOwner ? `${this.tables.owner}, ` : '';
    const rows = notes.map((note, i) => ({ ...note, seq: record.notes + i }));
    await tx.query(
      `insert into ${this.tables.notes} (${owner}import_id, line, seq, kind, code, details, cells)
       select ${owner && '$3::uuid, '}$1, line, seq, kind, code, coalesce(details, '{}'), nullif(cells, 'null')
       from jsonb_to_recordset($2::jsonb) as n(line int, seq int, kind text, code text, details jsonb, cells jsonb)`,
      [record.importId, safeJson(rows), ...(owner ? [record.ownerId] : [])],
    );
  }
}

export interface NotePage {
  after?: { line: number; seq: number };
  kind?: 'refused' | 'note';
  code?: string;
  limit: number;
}

export type NumberedNote = ImportNote & { seq: number };

const COLUMNS = `import_id as "importId", $owner as "ownerId", file_key as "fileKey", file_name as "fileName",
  file_bytes::float8 as "fileBytes", sha256, options, format, coalesce(header, '{}') as header, dry_run as "dryRun", state, problem,
  cursor, file_rows as "fileRows", rows_done as "rowsDone", read, created, updated, unchanged, refused, broken, notes, tally,
  created_by as "createdBy", created_at as "createdAt", started_at as "startedAt", ended_at as "endedAt"`;

const ADVANCE = (table: string, columns: string): string => `with advanced as (
    update ${table} set cursor = cursor + $3, rows_done = rows_done + $4, read = read + $5 + $6 + $7 + $8,
      created = created + $5, updated = updated + $6, unchanged = unchanged + $7, refused = refused + $8,
      broken = broken + $9, notes = notes + $10, tally = $11::jsonb, touched_at = now()
    where import_id = $1 and cursor = $2 and state = 'running' returning *)
  select ${columns} from advanced`;

/** Half of a character, which a cut may leave. */
const LONE = /\p{Surrogate}/gu;

/** PostgreSQL stores no NUL and no lone surrogate. */
const safeJson = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'string' ? part.replaceAll('\0', '').replace(LONE, '\ufffd') : part,
  );

function sum(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const total = { ...a };
  for (const [code, count] of Object.entries(b)) total[code] = (total[code] ?? 0) + count;
  return total;
}

function one(rows: ImportRecord[]): ImportRecord {
  if (!rows[0]) throw new Error('The import is not there');
  return rows[0];
}

/** Without folders and control characters. */
const cleanName = (name: string): string =>
  (name.replace(LONE, '').split(/[\\/]/).at(-1) ?? '').replace(/\p{Cc}/gu, '').slice(-300) || 'fichier';

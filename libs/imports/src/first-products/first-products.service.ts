import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId, NotFoundError } from '#libs/kernel';
import { Jobs } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { ImportFiles } from '../engine/import-files.js';
import type { ImportRecord, Reason } from '../engine/import-record.js';
import { ImportNotDoneError } from '../imports.errors.js';
import type { InitiativeScope } from '../merchants/merchant-imports.service.js';
import { checkHeader, type LeftRow } from './first-products-rows.js';

export const FIRST_PRODUCTS_TASK = 'imports.first_products';

/**
 * A file with the first products of many shops. `waiting` until its rows are `dealt` out, or `refused` as a whole (`problem` says why). `shops`
 * got an import of their own, `shopsDone` of them are through; the other counts are sums over those imports. Instants are ISO 8601.
 */
export interface FirstProducts {
  fileId: string;
  fileName: string;
  state: 'waiting' | 'dealt' | 'refused' | 'undoing' | 'undone';
  problem: Reason | null;
  createdAt: string;
  by: string | null;
  rows: number;
  left: number;
  shops: number;
  shopsDone: number;
  created: number;
  updated: number;
  refused: number;
  undone: number;
  kept: number;
}

/** Files that agents send for shops that wait for their owners, who find the products as drafts when they take their shops over. */
@Injectable()
export class FirstProductsFiles {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly jobs: Jobs,
    private readonly files: ImportFiles,
  ) {}

  /** Keeps the file; the worker deals its rows out. Answers its id. @throws NoSiretColumnError, FileTooLargeError, and what opening a file throws. */
  async submit(
    scope: InitiativeScope,
    { fileName, body }: { fileName: string; body: AsyncIterable<Uint8Array> },
    createdBy: string | null,
  ): Promise<string> {
    const { key: fileKey, bytes: fileBytes } = await this.files.keep(body);
    try {
      await checkHeader(this.files.open({ fileKey, fileBytes }));
    } catch (error) {
      await this.files.remove(fileKey);
      throw error;
    }
    const fileId = newId();
    await this.tenancy.regionTransaction(async (tx) => {
      await tx.query(
        `insert into first_products (file_id, initiative_ids, file_key, file_bytes, file_name, created_by)
         values ($1, $2, $3, $4, $5, $6)`,
        [fileId, ownersOf(scope), fileKey, fileBytes, fileName, createdBy],
      );
      await this.enqueue(tx, fileId);
    });
    return fileId;
  }

  /** The youngest first. */
  async list(scope: InitiativeScope, limit = 30): Promise<FirstProducts[]> {
    return this.tenancy.regionTransaction((tx) =>
      tx.query<FirstProducts[]>(`${SELECT} where ${VISIBLE} order by f.created_at desc limit $2`, [
        ownersOf(scope),
        limit,
      ]),
    );
  }

  /** @throws NotFoundError when there is none that `scope` may see. */
  async find(scope: InitiativeScope, fileId: string): Promise<FirstProducts> {
    const [found] = await this.tenancy.regionTransaction((tx) =>
      tx.query<FirstProducts[]>(`${SELECT} where ${VISIBLE} and f.file_id::text = $2`, [ownersOf(scope), fileId]),
    );
    if (!found) throw new NotFoundError();
    return found;
  }

  /** The rows that went nowhere, in the order of the file. @throws NotFoundError */
  async left(scope: InitiativeScope, fileId: string): Promise<LeftRow[]> {
    await this.find(scope, fileId);
    const [row] = await this.tenancy.regionTransaction((tx) =>
      tx.query<{ left_rows: LeftRow[] }[]>('select left_rows from first_products where file_id = $1', [fileId]),
    );
    return row?.left_rows ?? [];
  }

  /** Takes the drafts back, in shops that still wait for their owners. @throws NotFoundError, ImportNotDoneError while imports run. */
  async undo(scope: InitiativeScope, fileId: string): Promise<void> {
    await this.find(scope, fileId);
    await this.tenancy.regionTransaction(async (tx) => {
      const [, begun] = await tx.query<[unknown[], number]>(
        `update first_products set state = 'undoing' where file_id = $1 and state = 'dealt'
           and not exists (select from first_products_shop s where s.file_id = $1 and s.state = 'waiting') returning 1`,
        [fileId],
      );
      if (begun === 0) throw new ImportNotDoneError();
      await this.enqueue(tx, fileId);
    });
  }

  /** What came of one shop's import: told by whoever ran it, so that nobody has to ask thousands of shops. */
  async note({ importId, ownerId: shopId, options, state, created, updated, refused }: ImportRecord): Promise<void> {
    if (typeof options['firstProducts'] !== 'string' || (state !== 'done' && state !== 'refused')) return;
    const values = [options['firstProducts'], shopId, importId, state, created, updated, refused];
    await this.tenancy.regionTransaction((tx) => tx.query(NOTE, values));
  }

  private async enqueue(tx: EntityManager, fileId: string): Promise<void> {
    await this.jobs.enqueue(
      tx,
      FIRST_PRODUCTS_TASK,
      { shopId: null, fileId },
      { key: `${FIRST_PRODUCTS_TASK}:${fileId}` },
    );
  }
}

const ownersOf = (scope: InitiativeScope): string[] | null => (scope === 'region' ? null : [...scope]);

/** $1: the initiatives of whoever looks; null: the region. What is on nobody's behalf is nobody's. */
const VISIBLE = `($1::uuid[] is null or (f.initiative_ids <> '{}' and f.initiative_ids <@ $1::uuid[]))`;

const SELECT = `
  select f.file_id as "fileId", f.file_name as "fileName", f.state, f.problem, to_json(f.created_at)#>>'{}' as "createdAt",
    coalesce(p.name, p.email) as by, f.rows, jsonb_array_length(f.left_rows) as left, s.*
  from first_products f left join person p on p.person_id = f.created_by
  cross join lateral (
    select count(*)::int as shops, count(*) filter (where state <> 'waiting')::int as "shopsDone",
      coalesce(sum(created), 0)::int as created, coalesce(sum(updated), 0)::int as updated, coalesce(sum(refused), 0)::int as refused,
      count(*) filter (where state = 'undone')::int as undone, count(*) filter (where state = 'kept')::int as kept
    from first_products_shop where file_id = f.file_id) s`;

/** The import may be through before whoever dealt it out has written so. */
const NOTE = `
  insert into first_products_shop as s (file_id, shop_id, import_id, state, created, updated, refused)
  values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (file_id, shop_id) do update set state = excluded.state, created = excluded.created, updated = excluded.updated,
    refused = excluded.refused where s.import_id = excluded.import_id and s.state = 'waiting'`;

import type { EntityManager } from 'typeorm';
import type { Table } from '#libs/platform';
import type { ImportLedger } from './import-ledger.js';
import type { ImportRecord, Reason } from './import-record.js';

/** A remark about a row that goes in. `isListed` false: it is counted, and not written line by line. */
export interface RowNote extends Reason {
  line: number;
  isListed?: boolean;
}

/** A row, or a group of rows, that goes in. `rows`: how many of the file's rows end with it. */
export interface ReadItem<Item> {
  kind: 'item';
  line: number;
  rows: number;
  item: Item;
  notes: RowNote[];
  /** Of its first row, for the report when storing it fails after all. */
  cells: string[] | null;
}

/** A row that does not go in. `isBroken`: not even its cells could be read. */
export interface ReadRefusal extends Reason {
  kind: 'refusal';
  line: number;
  cells: string[] | null;
  isBroken: boolean;
}

export type ReadOutcome<Item> = ReadItem<Item> | ReadRefusal;

/** What became of one item. `reason` says why it was refused. */
export interface Applied {
  outcome: 'created' | 'updated' | 'unchanged' | 'refused';
  reason?: Reason;
  notes?: RowNote[];
}

/** How a file is read. The same file gives the same outcomes in the same order, each time. */
export interface OpenedImport<Item> {
  format: string;
  outcomes: AsyncIterable<ReadOutcome<Item>>;
}

/** What the engine does not know: whose rows these are, and how they are read and stored. */
export interface ImportKind<Item> {
  readonly ledger: ImportLedger;
  /** A transaction in which the ledger and the items are written. */
  transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T>;
  /** The file's rows. @throws AppError when they cannot be read at all. */
  openFile(bytes: AsyncIterable<Buffer>): Promise<Table>;
  /** @throws AppError when the file is none of this kind. */
  open(table: Table, record: ImportRecord): OpenedImport<Item>;
  /** One answer per item, in their order; joins the transaction that is open. */
  apply(tx: EntityManager, items: Item[], record: ImportRecord): Promise<Applied[]>;
}

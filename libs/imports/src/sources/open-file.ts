import { type FindHeader, NotATableError, openTable, type Table } from '#libs/platform';
import { ArchiveNotTableError, OtherSpreadsheetError } from './source.errors.js';

const HEAD = 65_536;
const SPREADSHEETS: [RegExp, string][] = [[/Index\/(Document|Tables)/, 'Numbers']];
const ARCHIVES = /^application\/(zip|gzip|zstd|x-(7z|bzip2|rar|xz))$/;

/** How a kind of file is opened; `bytes(skipped)` is the file from there on. */
export interface FileOpening {
  /** Null: it is a table like any other. */
  special: (head: Buffer, bytes: (skipped?: number) => AsyncGenerator<Buffer>) => Promise<Table> | null;
  /** Tells a table's header from the titles above it. */
  findHeader: FindHeader;
}

/** Looks at the head of a file, then reads all of it. @throws what `openTable` throws, ArchiveNotTableError, OtherSpreadsheetError. */
export async function openFileAs(source: AsyncIterable<Buffer>, { special, findHeader }: FileOpening): Promise<Table> {
  const chunks = source[Symbol.asyncIterator]();
  const head = await readHead(chunks);
  const bytes = (skipped = 0): AsyncGenerator<Buffer> => restOf(head.subarray(skipped), chunks);
  try {
    return await (special(head, bytes) ?? openTable(bytes(), { findHeader }));
  } catch (error) {
    await chunks.return?.();
    throw error instanceof NotATableError ? toldApart(error, head) : error;
  }
}

async function readHead(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  const held: Buffer[] = [];
  for (let size = 0; size < HEAD;) {
    const next = await chunks.next();
    if (next.done) break;
    held.push(next.value);
    size += next.value.length;
  }
  return Buffer.concat(held);
}

async function* restOf(head: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  } finally {
    await chunks.return?.();
  }
}

function toldApart(error: NotATableError, head: Buffer): Error {
  const { looksLike } = error.details as { looksLike: string };
  if (looksLike === 'application/vnd.ms-excel') return new OtherSpreadsheetError({ name: 'XLS' });
  if (!ARCHIVES.test(looksLike)) return error;
  const text = head.subarray(0, 4096).toString('latin1');
  const name = SPREADSHEETS.find(([pattern]) => pattern.test(text))?.[1];
  return name ? new OtherSpreadsheetError({ name }) : new ArchiveNotTableError({ looksLike });
}

import type { BoundedBytes, ByteSource } from './byte-source.js';
import type { Table, TableLimits } from './table-row.js';
import { NotATableError } from './tabular.errors.js';

export async function openWorkbook(_source: ByteSource, bytes: BoundedBytes, _limits: TableLimits): Promise<Table> {
  await bytes.close();
  throw new NotATableError({ looksLike: 'application/zip' });
}

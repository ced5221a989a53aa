import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BoundedBytes, ByteSource } from './byte-source.js';
import { isBlank } from './csv-rows.js';
import { readOds } from './ods-reader.js';
import type { SplitRecord } from './record-splitter.js';
import { SharedStrings, SheetReader } from './sheet-reader.js';
import { assembleTable } from './table-assembly.js';
import type { FindHeader, Table, TableLimits } from './table-row.js';
import { UnsafeWorkbookError } from './tabular.errors.js';
import { WorkbookArchive } from './workbook-archive.js';
import { parseXml } from './workbook-xml.js';

/**
 * Opens the first visible sheet of an XLSX or ODS file. A file that arrives as a stream waits in a temporary folder, for the
 * list of a ZIP's parts stands at its end; `close` and the end of the rows remove it.
 */
export async function openWorkbook(
  source: ByteSource,
  bytes: BoundedBytes,
  { limits, findHeader }: { limits: TableLimits; findHeader: FindHeader | undefined },
): Promise<Table> {
  const folder = typeof source === 'string' ? null : await mkdtemp(join(tmpdir(), 'table-'));
  let archive: WorkbookArchive | null = null;
  const close = async (): Promise<void> => {
    archive?.close();
    archive = null;
    await bytes.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  };
  try {
    const path = typeof source === 'string' ? source : await spool(join(folder ?? '', 'table.xlsx'), bytes);
    archive = await WorkbookArchive.open(path);
    const records = archive.isOpenDocument ? readOds(archive, limits) : await readXlsx(archive, limits);
    const text = { encoding: 'utf-8', isDamaged: false };
    return await assembleTable({ text, separator: null, records, findHeader, close }, limits);
  } catch (error) {
    await close();
    throw error;
  }
}

async function spool(path: string, bytes: BoundedBytes): Promise<string> {
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let chunk = await bytes.next(); chunk; chunk = await bytes.next()) yield chunk;
  }
  await pipeline(Readable.from(chunks()), createWriteStream(path));
  return path;
}

async function readXlsx(archive: WorkbookArchive, limits: TableLimits): Promise<AsyncGenerator<SplitRecord>> {
  const sheet = await findSheet(archive);
  const strings = await SharedStrings.read(archive);
  return readSheet(archive, sheet, new SheetReader(strings, limits));
}

async function findSheet(archive: WorkbookArchive): Promise<string> {
  const sheets: { id: string; isHidden: boolean }[] = [];
  await readAll(archive, 'xl/workbook.xml', (name, attributes) => {
    if (name !== 'sheet') return;
    sheets.push({ id: attributes['r:id'] ?? '', isHidden: (attributes['state'] ?? 'visible') !== 'visible' });
  });
  const wanted = (sheets.find((sheet) => !sheet.isHidden) ?? sheets[0])?.id;
  let target = '';
  await readAll(archive, 'xl/_rels/workbook.xml.rels', (name, attributes) => {
    if (name === 'Relationship' && attributes['Id'] === wanted) target = attributes['Target'] ?? '';
  });
  const part = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
  if (!archive.has(part)) throw new UnsafeWorkbookError({ part });
  return part;
}

type OnOpen = (name: string, attributes: Record<string, string>) => void;

async function readAll(archive: WorkbookArchive, part: string, open: OnOpen): Promise<void> {
  const pieces = parseXml(part, await archive.stream(part), { open });
  for (let piece = await pieces.next(); !piece.done; piece = await pieces.next());
}

async function* readSheet(archive: WorkbookArchive, part: string, reader: SheetReader): AsyncGenerator<SplitRecord> {
  const pieces = parseXml(part, await archive.stream(part), reader);
  for (let piece = await pieces.next(); !piece.done; piece = await pieces.next()) {
    for (const record of reader.takeRecords()) {
      if (record.problem || !isBlank(record.cells)) yield record;
    }
  }
}

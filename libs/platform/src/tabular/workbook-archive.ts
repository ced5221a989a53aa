import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { NotATableError, UnsafeWorkbookError } from './tabular.errors.js';

const MAX_ENTRIES = 2000;
const MAX_PART = 500_000_000;
/** XML of a sheet packs 10 to 40 times; a bomb, several hundred times. */
const MAX_RATIO = 150;

/** The parts of an XLSX or ODS file by name. What a part declares is checked at once, what it really holds by yauzl. */
export class WorkbookArchive {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: Map<string, Entry>,
  ) {}

  static async open(path: string): Promise<WorkbookArchive> {
    const zip = await openPromise(path, { autoClose: false }).catch(() => {
      throw new NotATableError({ looksLike: 'application/zip' });
    });
    try {
      return new WorkbookArchive(zip, await listParts(zip));
    } catch (error) {
      zip.close();
      throw error;
    }
  }

  get isOpenDocument(): boolean {
    return !this.has('xl/workbook.xml');
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  async stream(name: string): Promise<AsyncIterable<Buffer>> {
    const entry = this.entries.get(name);
    if (!entry) throw new UnsafeWorkbookError({ part: name });
    const isBomb = entry.uncompressedSize > 10_000_000 && entry.uncompressedSize > entry.compressedSize * MAX_RATIO;
    if (isBomb || entry.uncompressedSize > MAX_PART || entry.isEncrypted())
      throw new UnsafeWorkbookError({ part: name });
    return this.zip.openReadStreamPromise(entry);
  }

  close(): void {
    this.zip.close();
  }
}

async function listParts(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  if (zip.entryCount > MAX_ENTRIES) throw new NotATableError({ looksLike: 'application/zip' });
  try {
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
  } catch {
    throw new NotATableError({ looksLike: 'application/zip' });
  }
  if (!entries.has('xl/workbook.xml') && !(entries.has('content.xml') && (await isSheet(zip, entries))))
    throw new NotATableError({ looksLike: 'application/zip' });
  return entries;
}

const ODS = /^application\/vnd\.oasis\.opendocument\.spreadsheet(-template)?\s*$/;

/** What an OpenDocument says it is; a text or a presentation is no table. */
async function isSheet(zip: ZipFile, entries: Map<string, Entry>): Promise<boolean> {
  const entry = entries.get('mimetype');
  if (!entry || entry.uncompressedSize > 200 || entry.isEncrypted()) return false;
  let type = '';
  for await (const chunk of await zip.openReadStreamPromise(entry)) type += String(chunk);
  return ODS.test(type);
}

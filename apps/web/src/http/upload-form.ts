import { createReadStream } from 'node:fs';
import { InvalidInputError } from '#libs/kernel';
import type { Upload } from './upload.js';

/** The one file of a form, as what the import engine takes. @throws InvalidInputError when none was chosen. */
export function importFile(upload: Upload, field: string): { fileName: string; body: AsyncIterable<Uint8Array> } {
  const file = upload.files.find((each) => each.field === field);
  if (!file) throw new InvalidInputError([{ path: field, code: 'imports.file_missing' }]);
  return { fileName: file.filename, body: createReadStream(file.path) };
}

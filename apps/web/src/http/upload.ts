import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { MultipartFile } from '@fastify/multipart';
import { InvalidInputError } from '#libs/kernel';
import { BodyTooLargeError, UnsupportedBodyError } from './http.errors.js';
import type { Request } from './site-request.js';

export const MEGABYTE = 1024 * 1024;
/** What a picture and an import file may weigh. */
export const PICTURE_BYTES = 15 * MEGABYTE;
export const IMPORT_BYTES = 200 * MEGABYTE;

export interface UploadedFile {
  /** Name of the form's field. */
  field: string;
  /** As the sender called it, without folders; shown, never used as a path. */
  filename: string;
  /** Where it stands until the upload is discarded. */
  path: string;
  bytes: number;
  read(): Promise<Buffer>;
}

export interface Upload {
  files: UploadedFile[];
  /** A name that was sent several times is an array. */
  fields: Record<string, string | string[]>;
  /** Removes the files. Call it in `finally`, unless a job that comes later does. */
  discard(): Promise<void>;
}

export interface UploadLimits {
  /** Of each file. */
  maxBytes: number;
  maxFiles?: number;
}

/**
 * Reads a multipart form: files are streamed to a temporary folder, an empty file field is left out.
 * @throws BodyTooLargeError, UnsupportedBodyError when it is no multipart form.
 */
export async function fileUpload(request: Request, { maxBytes, maxFiles = 1 }: UploadLimits): Promise<Upload> {
  if (!request.isMultipart()) throw new UnsupportedBodyError();
  const folder = await mkdtemp(path.join(tmpdir(), 'devanture-upload-'));
  const upload: Upload = {
    files: [],
    fields: Object.create(null) as Upload['fields'],
    discard: () => rm(folder, { recursive: true, force: true }),
  };
  try {
    const limits = { fileSize: maxBytes, files: maxFiles, fields: 200, fieldSize: MEGABYTE, parts: 200 + maxFiles };
    for await (const part of request.parts({ limits })) {
      if (part.type === 'file') await keepFile(upload, part, folder, maxBytes);
      else addField(upload.fields, part.fieldname, String(part.value));
    }
    return { ...upload, fields: { ...upload.fields } };
  } catch (error) {
    await upload.discard();
    throw isTooLarge(error) ? new BodyTooLargeError({ maxMegabytes: Math.floor(maxBytes / MEGABYTE) }) : error;
  }
}

async function keepFile(upload: Upload, part: MultipartFile, folder: string, maxBytes: number): Promise<void> {
  const file = path.join(folder, String(upload.files.length));
  const target = createWriteStream(file, { flags: 'wx' });
  await pipeline(part.file, target);
  if (part.file.truncated) throw new BodyTooLargeError({ maxMegabytes: Math.floor(maxBytes / MEGABYTE) });
  if (target.bytesWritten === 0 && part.filename === '') return rm(file);
  upload.files.push({
    field: part.fieldname,
    filename: shownName(part.filename),
    path: file,
    bytes: target.bytesWritten,
    read: () => readFile(file),
  });
}

const shownName = (name = ''): string =>
  name
    .split(/[/\\]/)
    .at(-1)!
    .replace(/\p{Cc}/gu, '')
    .slice(0, 200);

function addField(fields: Upload['fields'], name: string, value: string): void {
  if (value.includes('\0')) throw new InvalidInputError([{ path: name, code: 'field.invalid' }]);
  const before = fields[name];
  fields[name] = before === undefined ? value : [before, value].flat();
}

const isTooLarge = (error: unknown): boolean =>
  /^FST_(?:REQ_FILE_TOO_LARGE|FILES_LIMIT|FIELDS_LIMIT|PARTS_LIMIT)$/.test(String((error as { code?: string }).code));

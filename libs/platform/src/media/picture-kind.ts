import type { AppError } from '#libs/kernel';
import { EmptyPictureError, HeicPictureError, NotAPictureError, UnsupportedPictureError } from './media.errors.js';

export type SourceFormat = 'jpeg' | 'png' | 'webp' | 'avif' | 'gif';

type Kind = { format: SourceFormat } | { refusal: AppError };

const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1', 'heif']);

/** First bytes (Latin-1, from offset 0) of picture kinds that exist and are not taken. */
const UNSUPPORTED: [string, string][] = [
  ['II*\0', 'TIFF'],
  ['MM\0*', 'TIFF'],
  ['II+\0', 'TIFF'],
  ['BM', 'BMP'],
  ['8BPS', 'Photoshop'],
  ['\0\0\x01\0', 'ICO'],
  ['\0\0\0\x0cJXL ', 'JPEG XL'],
  ['\xff\x0a', 'JPEG XL'],
  ['\0\0\0\x0cjP  ', 'JPEG 2000'],
  ['\xffO\xffQ', 'JPEG 2000'],
  ['FUJIFILMCCD-RAW', 'RAW'],
  ['gimp xcf', 'XCF'],
];

/** First bytes of files that are no pictures: what they look like, and the extension people know them by. */
const OTHERS: [string, string, string][] = [
  ['%PDF-', 'pdf', 'pdf'],
  ['%!PS', 'postscript', 'ps'],
  ['PK\x03\x04', 'zip', 'zip'],
  ['Rar!', 'rar', 'rar'],
  ['7z\xbc\xaf\x27\x1c', '7z', '7z'],
  ['\x1f\x8b', 'gzip', 'gz'],
  ['\xd0\xcf\x11\xe0', 'office', 'doc'],
  ['MZ', 'program', 'exe'],
  ['\x7fELF', 'program', 'bin'],
  ['ID3', 'audio', 'mp3'],
  ['OggS', 'audio', 'ogg'],
  ['\x1a\x45\xdf\xa3', 'video', 'webm'],
];

/**
 * What the first bytes say. The name and the announced type are not asked: both may lie.
 * Gives the format of a picture that is taken, or the error that says why it is not.
 */
export function pictureKind(bytes: Buffer): Kind {
  if (bytes.length === 0) return { refusal: new EmptyPictureError() };
  const head = bytes.toString('latin1', 0, 64);
  const format = formatOf(head);
  if (format) return { format };
  if (head.slice(4, 8) === 'ftyp') return isoKind(bytes);
  const unsupported = UNSUPPORTED.find(([magic]) => head.startsWith(magic));
  if (unsupported) return { refusal: new UnsupportedPictureError({ format: unsupported[1] }) };
  const other = OTHERS.find(([magic]) => head.startsWith(magic));
  const [looksLike, extension] = other ? [other[1], other[2]] : textKind(bytes);
  return { refusal: new NotAPictureError({ looksLike, extension }) };
}

function formatOf(head: string): SourceFormat | null {
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'webp';
  return head.startsWith('GIF87a') || head.startsWith('GIF89a') ? 'gif' : null;
}

/** HEIC, AVIF and films share one container; the brands in its first box tell them apart. */
function isoKind(bytes: Buffer): Kind {
  const length = Math.min(bytes.readUInt32BE(0), 256, bytes.length);
  const brands: string[] = [];
  for (let at = 8; at + 4 <= length; at += 4) if (at !== 12) brands.push(bytes.toString('latin1', at, at + 4));
  if (brands.includes('avif') || brands.includes('avis')) return { format: 'avif' };
  if (brands.some((brand) => HEIC_BRANDS.has(brand))) return { refusal: new HeicPictureError() };
  return { refusal: new NotAPictureError({ looksLike: 'video', extension: 'mp4' }) };
}

function textKind(bytes: Buffer): [string, string] {
  const text = startOfText(bytes);
  if (text === null) return ['binary', 'bin'];
  if (/<svg[\s>]/i.test(text)) return ['svg', 'svg'];
  if (/^\s*(?:<!doctype html|<html|<head|<body|<script)/i.test(text)) return ['html', 'html'];
  if (/^\s*<[?!]/.test(text)) return ['xml', 'xml'];
  return ['text', 'txt'];
}

/** The first 4 KB as text, or null when they hold control characters that no text has. */
function startOfText(bytes: Buffer): string | null {
  const start = bytes.subarray(0, 4096);
  const isUtf16 = (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff);
  if (isUtf16) return start.toString('utf16le');
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(start.toString('latin1'))
    ? null
    : start.toString('utf8').replace(/^\uFEFF/, '');
}

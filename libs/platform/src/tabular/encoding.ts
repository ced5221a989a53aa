import { isUtf8 } from 'node:buffer';
import chardet from 'chardet';
import iconv from 'iconv-lite';

/** `utf-8`, `utf-16le`, `utf-16be`, `windows-1252`, `macintosh`, or another name that iconv-lite knows. */
export type Encoding = string;

const isAscii = (byte: number): boolean => byte < 0x80;

/** The encoding a byte order mark announces, or that the NUL bytes of Latin text in UTF-16 betray; else null. */
export function announcedEncoding(head: Buffer): Encoding | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  const pairs = Math.floor(Math.min(head.length, 4096) / 2);
  if (pairs < 4) return null;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < pairs * 2; i += 2) {
    if (head[i] === 0) even++;
    if (head[i + 1] === 0) odd++;
  }
  if (odd > pairs * 0.7 && even < pairs * 0.05) return 'utf-16le';
  return even > pairs * 0.7 && odd < pairs * 0.05 ? 'utf-16be' : null;
}

/**
 * The encoding of bytes without a mark, judged by those above 127; null when all are ASCII so far. Text that is UTF-8
 * but for a few bytes stays UTF-8 (its rows with bad bytes are refused), for Windows-1252 practically never looks so.
 */
export function guessEncoding(sample: Buffer): Encoding | null {
  if (sample.every(isAscii)) return null;
  const whole = sample.subarray(0, sample.length - cutTail(sample));
  if (isUtf8(whole) || mostlyUtf8(whole)) return 'utf-8';
  const windows = frenchness(iconv.decode(sample, 'windows-1252'));
  const mac = frenchness(iconv.decode(sample, 'macintosh'));
  if (Math.max(windows, mac) > 0) return windows >= mac ? 'windows-1252' : 'macintosh';
  const other = chardet.detect(sample)?.toLowerCase() ?? '';
  return iconv.encodingExists(other) && !other.startsWith('utf') ? other : 'windows-1252';
}

/** How many of the last bytes are the beginning of a UTF-8 sequence that continues after them. */
export function cutTail(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

function mostlyUtf8(bytes: Buffer): boolean {
  const text = bytes.toString('utf8');
  let good = 0;
  let bad = 0;
  for (const char of text) {
    if (char === '\ufffd') bad++;
    else if (char > '\u007f') good++;
  }
  return good > bad;
}

const COMMON = new Set('éèêëàâçùûôîïœ’«»€°…–—•\u00a0');
const PLAUSIBLE = new Set('¤áíóúñüöäßãõåøæ‘“”§²³©®™½µ');
const CAPITALS = new Set('ÉÈÊËÀÂÇÙÛÔÎÏŒÄÖÜÑ');

/** How much a decoded text reads like French or a neighbour: letters where they belong count for, oddities against. */
function frenchness(text: string): number {
  let score = 0;
  let previous = ' ';
  for (const char of text) {
    if (char > '\u007f') score += weigh(char, previous);
    previous = char;
  }
  return score;
}

function weigh(char: string, previous: string): number {
  if (COMMON.has(char)) return 2;
  if (CAPITALS.has(char)) return /\p{Ll}/u.test(previous) ? -2 : 1;
  return PLAUSIBLE.has(char) ? 1 : -2;
}

/** Turns bytes into text piece by piece; `damaged` says that some were no character. */
export class TextDecoding {
  damaged = false;
  private carry: Buffer = Buffer.alloc(0);
  private readonly decoder: iconv.DecoderStream | null;

  constructor(private readonly encoding: Encoding) {
    this.decoder = encoding === 'utf-8' ? null : iconv.getDecoder(encoding, { stripBOM: false });
  }

  write(chunk: Buffer): string {
    if (this.decoder) return this.modernise(this.decoder.write(chunk));
    const bytes = this.carry.length > 0 ? Buffer.concat([this.carry, chunk]) : chunk;
    const cut = cutTail(bytes);
    this.carry = Buffer.from(bytes.subarray(bytes.length - cut));
    return this.decodeUtf8(bytes.subarray(0, bytes.length - cut));
  }

  end(): string {
    return this.decoder ? (this.decoder.end() ?? '') : this.decodeUtf8(this.carry);
  }

  /** Since 1998 Mac Roman has the euro where the table of iconv-lite still has the currency sign. */
  private modernise(text: string): string {
    return this.encoding === 'macintosh' ? text.replaceAll('¤', '€') : text;
  }

  private decodeUtf8(bytes: Buffer): string {
    if (!isUtf8(bytes)) this.damaged = true;
    return bytes.toString('utf8');
  }
}

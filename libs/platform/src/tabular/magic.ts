const SIGNATURES: [string, (head: Buffer) => boolean][] = [
  ['image/png', starts('89504e47')],
  ['image/jpeg', starts('ffd8ff')],
  ['image/gif', starts('47494638')],
  ['image/webp', (head) => starts('52494646')(head) && head.subarray(8, 12).toString('latin1') === 'WEBP'],
  ['image/heif', (head) => head.subarray(4, 8).toString('latin1') === 'ftyp'],
  ['image/tiff', (head) => starts('49492a00')(head) || starts('4d4d002a')(head)],
  ['image/bmp', (head) => starts('424d')(head) && head.subarray(6, 10).equals(Buffer.alloc(4))],
  ['application/pdf', starts('255044462d')],
  ['application/zip', (head) => starts('504b0304')(head) || starts('504b0506')(head)],
  ['application/gzip', starts('1f8b')],
  ['application/x-bzip2', starts('425a68')],
  ['application/x-7z', starts('377abcaf271c')],
  ['application/x-rar', starts('526172211a07')],
  ['application/x-xz', starts('fd377a585a')],
  ['application/zstd', starts('28b52ffd')],
  ['application/vnd.ms-excel', starts('d0cf11e0a1b11ae1')],
  ['application/x-sqlite3', starts('53514c69746520666f726d6174')],
  ['text/rtf', starts('7b5c727466')],
];

const MARKUP: [string, RegExp][] = [
  ['text/html', /^<(!doctype\s+html|html|head|body)\b/i],
  ['image/svg', /^(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<svg\b/is],
  ['application/xml', /^<(\?xml|!doctype|rss|feed|urlset)\b/i],
  ['application/json', /^(\{\s*["}]|\[\s*[[{\]])/],
];

function starts(hex: string): (head: Buffer) => boolean {
  const signature = Buffer.from(hex, 'hex');
  return (head) => head.subarray(0, signature.length).equals(signature);
}

/** The media type that the first bytes give away when they are not a text table, else null. */
export function looksLike(head: Buffer): string | null {
  const signed = SIGNATURES.find(([, matches]) => matches(head));
  if (signed) return signed[0];
  const text = head
    .subarray(0, 1024)
    .toString('latin1')
    .replace(/^(\xef\xbb\xbf)?\s*/, '');
  return MARKUP.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

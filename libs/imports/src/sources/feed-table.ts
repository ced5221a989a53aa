import type { Table, TableRow } from '#libs/platform';
import { FEED_COLUMNS } from './feed-columns.js';
import { FeedItems } from './feed-items.js';
import { FeedBrokenError } from './source.errors.js';

/** Bytes without any tag, which the parser would keep. */
const MAX_RUN = 8_000_000;

/**
 * A product feed (RSS, RDF, Atom) as a table of Google Merchant's columns, item by item; a row's line is its item's.
 * @throws FeedUnknownError, FeedDoctypeError, FeedBrokenError, here for the head and from `rows` for the rest.
 */
export async function openFeed(head: Buffer, bytes: AsyncGenerator<Buffer>): Promise<Table> {
  const encoding = encodingOf(head);
  const rows = itemsOf(bytes, new TextDecoder(encoding));
  const first = await rows.next();
  const header = [...FEED_COLUMNS];
  return {
    encoding,
    separator: null,
    header,
    columns: header,
    headerLine: 1,
    rows: first.done ? empty() : after(first.value, rows),
    close: async () => {
      await rows.return(undefined);
    },
  };
}

/** The byte order mark's, else the one that the XML declares, else UTF-8. */
function encodingOf(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const declared = /^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\sencoding=["']([\w.-]{1,30})["']/.exec(
    head.toString('latin1'),
  )?.[1];
  try {
    return new TextDecoder(declared ?? 'utf-8').encoding;
  } catch {
    return 'utf-8';
  }
}

async function* itemsOf(
  bytes: AsyncGenerator<Buffer>,
  decoder: InstanceType<typeof TextDecoder>,
): AsyncGenerator<TableRow> {
  const items = new FeedItems();
  let run = 0;
  try {
    for await (const chunk of bytes) {
      const tag = chunk.lastIndexOf(60);
      run = tag < 0 ? run + chunk.length : chunk.length - tag;
      if (run > MAX_RUN) throw new FeedBrokenError({ line: 1 });
      items.write(decoder.decode(chunk, { stream: true }));
      yield* items.take();
    }
    items.write(decoder.decode());
    items.end();
    yield* items.take();
  } finally {
    await bytes.return(undefined);
  }
}

async function* empty(): AsyncGenerator<TableRow> {}

async function* after(first: TableRow, rows: AsyncGenerator<TableRow>): AsyncGenerator<TableRow> {
  try {
    yield first;
    yield* rows;
  } finally {
    await rows.return(undefined);
  }
}

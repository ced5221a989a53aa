import { createHash } from 'node:crypto';
import type { OutboundAnswer, OutboundClient } from '#libs/platform';

/** Bytes of a feed, and of a page that it names, after decompression. */
const FEED_BYTES = 50_000_000;
const PAGE_BYTES = 2_000_000;
const SHORTEST_MINUTES = 60;
const LONGEST_MINUTES = 24 * 60;
const ACCEPT =
  'application/xml, application/rss+xml, application/ld+json, application/geo+json, application/json, text/csv, text/tab-separated-values, text/html;q=0.8, */*;q=0.5';

/** What the last content that was applied was known by. */
export interface LastContent {
  etag: string | null;
  lastModified: string | null;
  bodyHash: string | null;
}

/** `body` null: nothing new since. */
export interface Fetched extends LastContent {
  body: Buffer | null;
  /** Minutes until the site itself wants to be asked again, an hour at least. */
  pauseMinutes: number;
}

/** Asks a feed for its content, unless it is still the one we have. @throws what `OutboundClient.fetch` throws */
export async function fetchFeed(outbound: OutboundClient, url: string, last: LastContent): Promise<Fetched> {
  const answer = await outbound.fetch(url, {
    maxBytes: FEED_BYTES,
    accept: ACCEPT,
    headers: {
      ...(last.etag !== null && { 'if-none-match': last.etag }),
      ...(last.lastModified !== null && { 'if-modified-since': last.lastModified }),
    },
  });
  const pauseMinutes = pauseOf(answer);
  if (answer.status === 304) return { ...last, body: null, pauseMinutes };
  const bodyHash = createHash('sha256').update(answer.body).digest('base64url');
  const { etag = null, 'last-modified': lastModified = null } = answer.headers;
  return { body: bodyHash === last.bodyHash ? null : answer.body, etag, lastModified, bodyHash, pauseMinutes };
}

export async function fetchPage(outbound: OutboundClient, url: string): Promise<Buffer> {
  const { body } = await outbound.fetch(url, { maxBytes: PAGE_BYTES, accept: 'text/html, application/ld+json' });
  return body;
}

function pauseOf({ headers }: OutboundAnswer): number {
  const seconds = Number(/(?:^|[\s,])max-age=(\d{1,9})/.exec(headers['cache-control'] ?? '')?.[1] ?? 0);
  return Math.min(LONGEST_MINUTES, Math.max(SHORTEST_MINUTES, Math.ceil(seconds / 60)));
}

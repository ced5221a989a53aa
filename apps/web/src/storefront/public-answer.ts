import { createHash } from 'node:crypto';
import type { Reply, Request } from '../http/site-request.js';
import type { ShopPage } from './shop-pages.service.js';

const KNOWN_MOST = 5000;
const MINUTE = 60_000;

/** The tag of each page drawn lately, by what it was drawn from. */
const known = new Map<string, string>();

const digest = (text: string): string => createHash('sha1').update(text).digest('base64url');

/**
 * Answers a page that anybody may see. It is asked for again each time, for stock and hours change by the minute, and is not sent
 * twice: 304 to whoever has it, without drawing it where nothing it is made of has changed. A visitor's cookies (basket, message)
 * make it theirs alone, so that no cache hands it on.
 */
export function answerPublicly(request: Request, reply: Reply, page: ShopPage, draw: () => string): void {
  const isAnybodys = request.headers.cookie === undefined;
  void reply.header('cache-control', isAnybodys ? 'public, no-cache' : 'private, no-cache').header('vary', 'Cookie');
  const asked = request.headers['if-none-match'];
  const madeOf = isAnybodys && asked !== undefined ? materialOf(request, page) : null;
  const known304 = madeOf !== null && known.get(madeOf);
  if (known304 && holds(asked, known304)) return void reply.header('etag', known304).code(304).send();
  const html = draw();
  const tag = `W/"${digest(html)}"`;
  if (madeOf !== null) remember(madeOf, tag);
  void reply.header('etag', tag);
  if (holds(asked, tag)) return void reply.code(304).send();
  void reply.code(200).type('text/html; charset=utf-8').send(html);
}

/** The shop stands in `row` and in the address. What is said of time is said to the minute. */
const materialOf = ({ headers, url }: Request, { row, now }: ShopPage): string =>
  digest(JSON.stringify([headers.host, url, Math.floor(now.epochMilliseconds / MINUTE), row]));

const holds = (asked: string | undefined, tag: string): boolean =>
  asked !== undefined && asked.split(',').some((each) => each.trim() === tag);

function remember(madeOf: string, tag: string): void {
  const [oldest] = known.keys();
  if (known.size >= KNOWN_MOST && oldest !== undefined) known.delete(oldest);
  known.set(madeOf, tag);
}

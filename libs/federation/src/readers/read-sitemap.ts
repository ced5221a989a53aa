import { Parser } from 'htmlparser2';
import { SaxesParser } from 'saxes';
import { FeedBrokenError, FeedDoctypeError } from '#libs/imports';
import { NotThisFeedError } from '../federation.errors.js';
import { type FeedOutcome } from './feed-facts.js';
import type { FeedSource } from './feed-source.js';
import { thingEntry, thingsOf } from './json-ld.js';
import { looseJson } from './json-values.js';

/** Pages of one fetch; a site with more is read in part. */
const MOST_PAGES = 300;
const MOST_SITEMAPS = 10;
const AT_ONCE = 4;

/**
 * A site whose pages say what they show (schema.org, JSON-LD): its sitemap (or an index of some), or one page. Pages of other hosts are not
 * asked. One that cannot be had makes the reading partial. @throws FeedDoctypeError, FeedBrokenError, NotThisFeedError
 */
export async function* readSitemap(source: FeedSource): AsyncGenerator<FeedOutcome> {
  if (!isSitemap(source.body)) {
    yield* pageEntries(source, source.url, source.body, 1);
    return;
  }
  const addresses = await pagesOf(source);
  if (addresses.length > MOST_PAGES) source.isPartial();
  const pages = addresses.slice(0, MOST_PAGES);
  for (let at = 0; at < pages.length; at += AT_ONCE) {
    const part = pages.slice(at, at + AT_ONCE);
    const bodies = await Promise.all(part.map((url) => source.page(url)));
    for (const [i, body] of bodies.entries()) {
      if (body === null) source.isPartial();
      else yield* pageEntries(source, part[i]!, body, at + i + 1);
    }
  }
}

const isSitemap = (body: Buffer): boolean =>
  /<!doctype(?!\s+html)|<(?:\w+:)?(?:urlset|sitemapindex)\b/i.test(body.subarray(0, 4096).toString('utf8'));

async function pagesOf(source: FeedSource): Promise<string[]> {
  const { host } = new URL(source.url);
  const isOwn = (url: string): boolean => URL.canParse(url) && new URL(url).host === host;
  const first = addressesIn(source.body);
  const pages = new Set(first.pages.filter(isOwn));
  const parts = first.sitemaps.filter(isOwn);
  if (parts.length > MOST_SITEMAPS) source.isPartial();
  for (const url of parts.slice(0, MOST_SITEMAPS)) {
    const body = await source.page(url);
    if (body === null) source.isPartial();
    else for (const page of addressesIn(body).pages.filter(isOwn)) pages.add(page);
  }
  return [...pages];
}

/** @throws FeedDoctypeError, FeedBrokenError, NotThisFeedError */
function addressesIn(body: Buffer): { pages: string[]; sitemaps: string[] } {
  const found = { pages: [] as string[], sitemaps: [] as string[] };
  const path: string[] = [];
  let text = '';
  const parser = new SaxesParser();
  parser.on('doctype', () => {
    throw new FeedDoctypeError({ line: parser.line });
  });
  parser.on('error', () => {
    throw new FeedBrokenError({ line: parser.line });
  });
  parser.on('opentag', ({ name }) => {
    path.push(name.replace(/^\w+:/, ''));
    text = '';
    if (path.length === 1 && !/^(urlset|sitemapindex)$/.test(path[0]!)) throw new NotThisFeedError({ kind: 'json-ld' });
  });
  parser.on('text', (part) => (text += part));
  parser.on('cdata', (part) => (text += part));
  parser.on('closetag', () => {
    if (path.pop() !== 'loc' || path.length !== 2) return;
    (path[1] === 'sitemap' ? found.sitemaps : found.pages).push(text.trim());
  });
  parser.write(new TextDecoder('utf-8').decode(body)).close();
  return found;
}

function* pageEntries({ territory }: FeedSource, url: string, body: Buffer, line: number): Generator<FeedOutcome> {
  const text = new TextDecoder('utf-8').decode(body);
  const blocks = /^\s*[[{]/.test(text) ? [text] : blocksOf(text);
  for (const block of blocks) {
    for (const thing of thingsOf(looseJson(block))) {
      const entry = thingEntry(thing, { url, line, territory });
      if (entry) yield entry;
    }
  }
}

function blocksOf(html: string): string[] {
  const blocks: string[] = [];
  let isInside = false;
  const parser = new Parser({
    onopentag: (name, { type }) => {
      isInside = name === 'script' && /^application\/ld\+json\b/i.test(type ?? '');
      if (isInside) blocks.push('');
    },
    ontext: (text) => {
      if (isInside) blocks[blocks.length - 1] += text;
    },
    onclosetag: () => (isInside = false),
  });
  parser.end(html);
  return blocks;
}

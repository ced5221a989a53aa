import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import lighthouse, { type Flags, type Result } from 'lighthouse';
import Trace from 'lighthouse/core/gather/gatherers/trace.js';
import { browserPath } from '../support/browser.js';

export const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

type Category = (typeof CATEGORIES)[number];

/** What Lighthouse says of one page: scores 0 to 100, layout shift (0 is none), and each audit that took points away. */
export interface Audit {
  url: string;
  scores: Record<Category, number>;
  layoutShift: number;
  faults: string[];
  /** What a page waits for before it shows anything, by address. */
  blocking: string[];
  /** Bytes, as they were sent, of the rules that a page has no use for. */
  unusedCss: number;
  /** What of both is too much. */
  waste: string[];
}

/** Two style sheets of one's own come first, that of the theme and that of the shop's colours: a script or a third one is one too many. */
const BLOCKING_MOST = 2;
/** One file for all pages of a shop is asked for once. Lighthouse speaks of what a page does not use of it from 10 KiB on, as sent. */
const UNUSED_CSS_MOST = 0;

const WORDS = ['--headless', '--no-sandbox', '--disable-gpu', '--remote-debugging-port=0'];

/**
 * Chromium 147 ends the page of any answer that has a Referrer-Policy while this category is traced: Lighthouse then says
 * net::ERR_ABORTED. It is asked for by one audit, on how new a page's CSS is, which counts in none of our categories.
 */
const CRASHES = 'blink.webdx_feature_usage';
const categories = Trace.getDefaultTraceCategories().filter((name) => name !== CRASHES);
Trace.getDefaultTraceCategories = () => categories;

/** Lighthouse's own preset, a phone on a slow line. */
const FLAGS: Flags = { output: 'json', logLevel: 'error', onlyCategories: [...CATEGORIES] };

/** Results of a search are kept from search engines on purpose (`noindex`): whether they let them in is not asked. */
const HIDDEN = /\/recherche\?/;

/** On a busy machine a page has been seen to take longer than Lighthouse waits for it. */
const TRIES = 3;

/** One page, in a Chromium of its own. Throws when Lighthouse could not load it, several times over. */
export async function auditPage(url: string, tries = TRIES): Promise<Audit> {
  const browser = await startChromium();
  const report = await load(url, browser.port);
  await browser.close();
  if (typeof report === 'object') return readReport(url, report);
  if (tries > 1) return auditPage(url, tries - 1);
  throw new Error(`${url}: ${report}`);
}

/** The report, or why there is none. */
async function load(url: string, port: number): Promise<Result | string> {
  try {
    const run = await lighthouse(url, { ...FLAGS, port, skipAudits: HIDDEN.test(url) ? ['is-crawlable'] : [] });
    return run && !run.lhr.runtimeError ? run.lhr : (run?.lhr.runtimeError?.message ?? 'no report');
  } catch (error) {
    return (error as Error).message;
  }
}

/** Not by playwright-core: it holds every new page back until it has looked at it, and Lighthouse does the same. */
async function startChromium(): Promise<{ port: number; close(): Promise<void> }> {
  const profile = await mkdtemp(path.join(tmpdir(), 'devanture-lighthouse-'));
  const words = [...WORDS, `--user-data-dir=${profile}`, 'about:blank'];
  const child = spawn(await browserPath(), words, { stdio: ['ignore', 'ignore', 'pipe'] });
  const close = async (): Promise<void> => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { port: await portOf(child), close };
}

/** « DevTools listening on ws://127.0.0.1:41233/devtools/… ». */
function portOf(child: ChildProcessByStdio<null, null, Readable>): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (words: Buffer) => {
      said += words.toString();
      const port = /DevTools listening on ws:\/\/[^:]+:(\d+)/.exec(said)?.[1];
      if (port) resolve(Number(port));
    });
    child.once('close', () => reject(new Error(`Chromium ended before it listened. ${said}`)));
  });
}

export const isPerfect = ({ scores, layoutShift, waste }: Audit): boolean =>
  layoutShift === 0 && waste.length === 0 && CATEGORIES.every((category) => scores[category] === 100);

/** Short of 100 in what is timed, and in nothing else. */
const isSlow = (report: Audit): boolean =>
  !isPerfect(report) && isPerfect({ ...report, scores: { ...report.scores, performance: 100 } });

const best = (one: Audit, other: Audit): Audit => (other.scores.performance > one.scores.performance ? other : one);

/** A processor that is busy with something else spoils a timing: the best of so many is what the page can do. */
export async function auditTimed(url: string, tries = 4): Promise<Audit> {
  const report = await auditPage(url);
  return tries > 1 && isSlow(report) ? best(report, await auditTimed(url, tries - 1)) : report;
}

function readReport(url: string, report: Result): Audit {
  const { audits, categories: rated } = report;
  const scores = Object.fromEntries(CATEGORIES.map((name) => [name, Math.round((rated[name]?.score ?? 0) * 100)]));
  const layoutShift = audits['cumulative-layout-shift']?.numericValue ?? 0;
  const blocking = itemsOf(report, 'render-blocking-insight').map((item) => String(item['url']));
  const unused = itemsOf(report, 'unused-css-rules').map((item) => Number(item['wastedBytes']));
  const unusedCss = unused.reduce((sum, bytes) => sum + bytes, 0);
  const waste = wasteOf(blocking, unusedCss);
  const faults = lowAudits(report);
  return { url, scores: scores as Record<Category, number>, layoutShift, faults, blocking, unusedCss, waste };
}

/** What took points away. */
function lowAudits({ audits, categories: rated }: Result): string[] {
  const counted = CATEGORIES.flatMap((name) => rated[name]?.auditRefs.filter(({ weight }) => weight > 0) ?? []);
  const low = counted.map(({ id }) => audits[id]!).filter(({ score }) => score !== null && score < 0.9);
  return [...new Set(low.map(({ id, displayValue }) => (displayValue ? `${id} (${displayValue})` : id)))];
}

function wasteOf(blocking: string[], unusedCss: number): string[] {
  const isFine = blocking.length <= BLOCKING_MOST && blocking.every((url) => /\.css(?:\?|$)/.test(url));
  return [
    ...(isFine ? [] : [`waits for ${blocking.join(', ')}`]),
    ...(unusedCss <= UNUSED_CSS_MOST ? [] : [`unused rules of ${unusedCss} bytes`]),
  ];
}

function itemsOf({ audits }: Result, id: string): Record<string, unknown>[] {
  const details = audits[id]?.details;
  return details && 'items' in details ? (details.items as Record<string, unknown>[]) : [];
}

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import lighthouse, { type Flags, type Result } from 'lighthouse';
import { browserPath } from '../support/browser.js';

export const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

type Category = (typeof CATEGORIES)[number];

/** What Lighthouse says of one page: scores 0 to 100, layout shift (0 is none), and each audit that took points away. */
export interface Audit {
  url: string;
  scores: Record<Category, number>;
  layoutShift: number;
  faults: string[];
}

const WORDS = ['--headless', '--no-sandbox', '--disable-gpu', '--remote-debugging-port=0'];

/** Lighthouse's own preset, a phone on a slow line. */
const FLAGS: Flags = { output: 'json', logLevel: 'error', onlyCategories: [...CATEGORIES] };

/** A Chromium has been seen to end under a page on a busy machine; it then knows nothing of any other. */
const TRIES = 4;

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
    const run = await lighthouse(url, { ...FLAGS, port });
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

export const isPerfect = ({ scores, layoutShift }: Audit): boolean =>
  layoutShift === 0 && CATEGORIES.every((category) => scores[category] === 100);

function readReport(url: string, { audits, categories }: Result): Audit {
  const scores = Object.fromEntries(CATEGORIES.map((name) => [name, Math.round((categories[name]?.score ?? 0) * 100)]));
  const counted = CATEGORIES.flatMap((name) => categories[name]?.auditRefs.filter(({ weight }) => weight > 0) ?? []);
  const faults = counted
    .map(({ id }) => audits[id]!)
    .filter(({ score }) => score !== null && score < 0.9)
    .map(({ id, displayValue }) => (displayValue ? `${id} (${displayValue})` : id));
  const layoutShift = audits['cumulative-layout-shift']?.numericValue ?? 0;
  return { url, scores: scores as Record<Category, number>, layoutShift, faults: [...new Set(faults)] };
}

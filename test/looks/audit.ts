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

/** Opens a Chromium that Lighthouse can reach; `audit` looks at one page at a time, `close` ends it. */
export async function openAuditor(): Promise<{ audit(url: string): Promise<Audit>; close(): Promise<void> }> {
  const profile = await mkdtemp(path.join(tmpdir(), 'devanture-lighthouse-'));
  // Not by playwright-core: it holds every new page back until it has looked at it, and Lighthouse then sees it abort.
  const child = spawn(await browserPath(), [...WORDS, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const port = await portOf(child);
  const audit = async (url: string): Promise<Audit> => {
    const run = await lighthouse(url, { ...FLAGS, port });
    if (!run || run.lhr.runtimeError) throw new Error(`${url}: ${run?.lhr.runtimeError?.message ?? 'no report'}`);
    return readReport(url, run.lhr);
  };
  const close = async (): Promise<void> => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { audit, close };
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

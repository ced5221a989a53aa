import type { Browser } from 'playwright-core';
import lighthouse, { type Flags, type Result } from 'lighthouse';
import { openBrowser } from '../support/browser.js';
import { freePort } from '../support/free-port.js';

export const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

type Category = (typeof CATEGORIES)[number];

/** What Lighthouse says of one page: scores 0 to 100, layout shift (0 is none), and each audit that took points away. */
export interface Audit {
  url: string;
  scores: Record<Category, number>;
  layoutShift: number;
  faults: string[];
}

/** Lighthouse's own preset, a phone on a slow line. */
const FLAGS: Flags = { output: 'json', logLevel: 'error', onlyCategories: [...CATEGORIES] };

/** Opens a Chromium that Lighthouse can reach; `audit` looks at one page at a time, `close` ends it. */
export async function openAuditor(): Promise<{ audit(url: string): Promise<Audit>; close(): Promise<void> }> {
  const port = await freePort();
  const browser: Browser = await openBrowser([`--remote-debugging-port=${port}`]);
  const audit = async (url: string): Promise<Audit> => {
    const run = await lighthouse(url, { ...FLAGS, port });
    if (!run || run.lhr.runtimeError) throw new Error(`${url}: ${run?.lhr.runtimeError?.message ?? 'no report'}`);
    return readReport(url, run.lhr);
  };
  return { audit, close: () => browser.close() };
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

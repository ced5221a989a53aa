import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** A rule that is not kept, and the elements that do not keep it: their markup, shortened. */
export interface AxeFault {
  rule: string;
  html: string;
}

/** Reads axe into the page and its frames, once for all that is asked of it there. */
export async function readAxe(page: Page): Promise<void> {
  await Promise.all(page.frames().map((frame) => frame.evaluate(axe.source)));
}

/** What axe finds in a page that has read it, by all rules or by these. Asked so, it costs half of what a report in full does. */
export async function axeFaults(page: Page, rules?: string[]): Promise<AxeFault[]> {
  const options = { resultTypes: ['violations'], selectors: false, ...(rules && { runOnly: rules }) };
  const found = await page.evaluate<{ id: string; nodes: { html: string }[] }[]>(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
  );
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => ({ rule: id, html: html.slice(0, 160) })));
}

/** What colours alone decide: all that differs between day and night. */
export const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

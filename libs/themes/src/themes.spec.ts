import type { Server } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { gzipSync } from 'node:zlib';

import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';

import { openBrowser } from '../../../test/support/browser.js';
import { htmlFaults } from '../../../test/support/html-faults.js';
import { previewModels, previewPages, servePreview } from '../../../test/support/theme-preview.js';
import { contrast } from './theme-css.js';
import { listThemes, theme } from './theme.js';

/** What each ink must reach on every paper: body text 7, the rest 4.5 (WCAG 2.2). */
const LEAST: [string, number][] = [
  ['ink', 7],
  ['muted', 4.5],
  ['success', 4.5],
  ['warning', 4.5],
  ['danger', 4.5],
];

const sizeOf = (parts: (string | Buffer)[]): number => parts.reduce((sum, part) => sum + gzipSync(part).length, 0);

/** What may be pressed and is lower than 44 px. */
const SMALL = `[...document.querySelectorAll('button, .button, summary, .chip, input:not([type=hidden]):not([type=radio]):not([type=checkbox]), select, .choice label, header a, footer a')]
  .filter((e) => e.getClientRects().length && !e.closest('p:not(.sign-name)') && e.getBoundingClientRect().height < 43.5).map((e) => e.outerHTML.slice(0, 80))`;

/** The value that the last `:root` of this colour scheme gives; paper in a printer is neither. */
function variable(css: string, name: string, scheme: 'light' | 'dark'): string {
  const screen = css.replace(/@media print \{[\s\S]*?\n\}/g, '');
  const dark = /@media \(prefers-color-scheme: dark\) \{[\s\S]*?\n\}/g;
  const part = scheme === 'dark' ? (screen.match(dark) ?? []).join('\n') : screen.replace(dark, '');
  return [...part.matchAll(new RegExp(`--${name}:\\s*(#[0-9a-f]{6})`, 'g'))].at(-1)?.[1] ?? '';
}

describe.each(listThemes())('%s, every preview page', (name) => {
  const shown = theme(name);
  const pages = [...previewPages(shown)];
  const previewed = new Set(previewModels(shown).map(([at]) => at)).add('composants');
  let browser: Browser;
  let shop: { url: string; server: Server };

  beforeAll(async () => {
    browser = await openBrowser();
    shop = await servePreview(shown, shown.readSettings({}));
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    shop.server.close();
  });

  it('shows each template at least once', () => {
    const templates = new Set([...previewed].map((at) => at.split('-')[0]));
    expect(shown.views.names.filter((template) => template !== 'layout' && !templates.has(template))).toEqual([]);
  });

  it.each(pages)('%s is valid HTML', async (_, html) => {
    expect(await htmlFaults(html)).toEqual([]);
  });

  it.each(['light', 'dark'] as const)(
    'has no accessibility violation, %s',
    async (colorScheme) => {
      const context = await browser.newContext({ colorScheme, viewport: { width: 360, height: 740 } });
      const page = await context.newPage();
      const violations: string[] = [];
      page.on('console', (message) => message.type() === 'error' && violations.push(message.text()));
      // By night colours differ, and nothing else; a long name is a matter of space.
      const isDark = colorScheme === 'dark';
      const seen = pages.filter(([at]) => (isDark ? previewed.has(at) : !at.endsWith('-long')));
      for (const [at] of seen) {
        await page.goto(`${shop.url}/${at}`);
        const axe = new AxeBuilder({ page }).setLegacyMode(true);
        const report = await (isDark ? axe.withRules(['color-contrast', 'link-in-text-block']) : axe).analyze();
        violations.push(...report.violations.map((v) => `${at} ${v.id} ${v.nodes.map((n) => n.target).join(' ')}`));
      }
      expect(violations).toEqual([]);
      await context.close();
    },
    300_000,
  );

  it('does not scroll sideways from 320 to 3840 px; its targets have 44 px, in height or with the line around them', async () => {
    const page = await browser.newPage();
    const faults: string[] = [];
    for (const [at] of pages) {
      await page.goto(`${shop.url}/${at}`);
      for (const width of [320, 360, 1280, 3840]) {
        await page.setViewportSize({ width, height: 740 });
        const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
        if (wide > width) faults.push(`${at} is ${wide} px wide at ${width}`);
        if (width === 360) faults.push(...(await page.evaluate<string[]>(SMALL)).map((html) => `${at} ${html}`));
      }
    }
    expect(faults).toEqual([]);
    await page.close();
  }, 120_000);

  it('previews every setting, with its default', () => {
    const wrong = previewModels(shown).filter(
      ([, { settings }]) => !isDeepStrictEqual(settings, shown.readSettings({})),
    );
    expect(wrong.map(([at]) => at)).toEqual([]);
  });

  it('weighs less than 30 kB a page, style sheets included', () => {
    const styles = [shown.assets.get('theme/site.css').body, shown.css(shown.readSettings({})).css];
    const weights = pages.map(([at, html]) => ({ at, kB: sizeOf([html, ...styles]) / 1000 }));
    expect(weights.filter(({ kB }) => kB > 30)).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('can be read on each of its papers, %s', (scheme) => {
    const css = shown.assets.get('theme/site.css').body.toString();
    const papers = shown.manifest.settings.flatMap((s) => (s.type === 'choice' ? s.options : []));
    const grounds = [shown.manifest.grounds[scheme], ...papers.map(({ css: chosen }) => chosen?.[scheme] ?? {})];
    const colours = grounds
      .flatMap((g) => Object.entries(g))
      .filter(([part]) => /^(?:--)?(?:surface|raised)$/.test(part));
    const faint = colours.flatMap(([, ground]) =>
      LEAST.filter(([ink, least]) => contrast(variable(css, ink, scheme), ground) < least).map(([ink]) => [
        ink,
        ground,
      ]),
    );
    expect(faint).toEqual([]);
  });

  it('says the same things in both languages', () => {
    expect(shown.views.sentences.keys('en')).toEqual(shown.views.sentences.keys('fr'));
  });
});
